"use server";

import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { acceptMyInvitation, joinAsNew } from "@/server/auth/my-invitation";
import { signOut } from "@/server/auth/next-auth";
import { DomainError } from "@/server/errors";
import { sentence } from "@/server/sentence";
import type { Outcome } from "@/server/trpc/outcome";

/** Makes an account for the invited address and goes to its workspace. */
export async function join(token: string, _: Outcome, form: FormData): Promise<Outcome> {
  const name = String(form.get("name") ?? "");
  return goTo(() => joinAsNew(token, { name, password: String(form.get("newPassword") ?? "") }), { name });
}

/** Accepts as whoever is signed in. */
export async function accept(token: string): Promise<Outcome> {
  return goTo(() => acceptMyInvitation(token), {});
}

/** Signs out, to come back as somebody else. */
export async function comeBack(token: string): Promise<void> {
  await signOut({ redirectTo: `/invitation/${encodeURIComponent(token)}` });
}

async function goTo(work: () => Promise<string>, values: Record<string, string>): Promise<Outcome> {
  const slug = await work().catch((error: unknown) => {
    if (error instanceof DomainError) return error;
    throw error;
  });
  if (typeof slug === "string") redirect(`/w/${slug}`);
  return { state: "refused", said: sentence(slug, await getLocale()), field: slug.field, values };
}
