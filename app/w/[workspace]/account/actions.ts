"use server";

import { getLocale, getTranslations } from "next-intl/server";
import { changeMyPassword, endMySessions } from "@/server/auth/my-account";
import { DomainError } from "@/server/errors";
import { sentence } from "@/server/sentence";
import type { Outcome } from "@/server/trpc/outcome";

export async function changePassword(_: Outcome, form: FormData): Promise<Outcome> {
  const typed = (name: string) => String(form.get(name) ?? "");
  const wish = { current: typed("currentPassword"), password: typed("newPassword"), again: typed("againPassword") };
  try {
    await changeMyPassword(wish);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { state: "refused", said: sentence(error, await getLocale()), field: error.field, values: {} };
  }
  return { state: "done", said: (await getTranslations("auth.account"))("saved") };
}

export async function signOutEverywhere(): Promise<void> {
  await endMySessions();
}
