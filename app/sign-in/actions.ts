"use server";

import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { SignInRefused, signIn } from "@/server/auth/next-auth";
import { ownPath } from "@/server/auth/own-path";
import type { ErrorParams } from "@/server/errors";
import { sentenceOf } from "@/server/sentence";
import type { Outcome } from "@/server/trpc/outcome";

/** Signs in and goes to where the reader wanted to be. A wrong password and an unknown address are told alike. */
export async function enter(to: string, _: Outcome, form: FormData): Promise<Outcome> {
  const email = String(form.get("email") ?? "");
  try {
    await signIn("credentials", { email, password: String(form.get("password") ?? ""), redirect: false });
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    const { refusal } = error;
    const params: ErrorParams = refusal.outcome === "locked" ? { seconds: refusal.seconds } : {};
    return {
      state: "refused",
      said: sentenceOf(`auth.${refusal.outcome}`, params, await getLocale()),
      values: { email },
    };
  }
  redirect(ownPath(to));
}
