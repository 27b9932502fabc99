"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { endSessions } from "@/server/auth/accounts";
import { changePassword as change } from "@/server/auth/change-password";
import { networkAddress } from "@/server/auth/network-address";
import { signIn, signOut } from "@/server/auth/next-auth";
import { currentUser } from "@/server/auth/session";
import { now } from "@/server/clock";
import { database } from "@/server/database";
import { DomainError } from "@/server/errors";
import { sentence } from "@/server/sentence";
import type { Outcome } from "@/server/trpc/outcome";

/** Changes the reader's own password; every other session of theirs ends, this one goes on under the new version. */
export async function changePassword(_: Outcome, form: FormData): Promise<Outcome> {
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  const [current, password, again] = ["currentPassword", "newPassword", "againPassword"].map((name) =>
    String(form.get(name) ?? ""),
  );
  const wish = { user, current: current ?? "", password: password ?? "", again: again ?? "" };
  try {
    await change(database().db, { ...wish, address: networkAddress(await headers()), now: now() });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { state: "refused", said: sentence(error, await getLocale()), field: error.field, values: {} };
  }
  await signIn("credentials", { email: user.email, password: wish.password, redirect: false });
  return { state: "done", said: (await getTranslations("auth.account"))("saved") };
}

/** Ends every session of the reader, this one too. */
export async function endMySessions(): Promise<void> {
  const user = await currentUser();
  if (user) await endSessions(database().db, user.userId);
  await signOut({ redirectTo: "/sign-in" });
}
