"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import {
  changeMyPassword,
  endMyOtherSessions,
  endMySession,
  endMySessions,
  unlinkMyIdentity,
  wishToLink,
} from "@/server/auth/my-account";
import { DomainError } from "@/server/errors";
import { sentence } from "@/server/sentence";
import type { Outcome } from "@/server/trpc/outcome";

export async function changePassword(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  const typed = (name: string) => String(form.get(name) ?? "");
  const wish = { current: typed("currentPassword"), password: typed("newPassword"), again: typed("againPassword") };
  const refusal = await refused(changeMyPassword(wish));
  if (refusal) return refusal;
  revalidatePath(`/w/${workspace}/account`);
  return { state: "done", said: (await getTranslations("auth.account"))("saved") };
}

export async function endSession(workspace: string, sessionId: number): Promise<void> {
  await endMySession(sessionId);
  revalidatePath(`/w/${workspace}/account`);
}

export async function endOtherSessions(workspace: string): Promise<void> {
  await endMyOtherSessions();
  revalidatePath(`/w/${workspace}/account`);
}

export async function signOutEverywhere(): Promise<void> {
  await endMySessions();
}

/** The password first; then the way to the issuer is offered. */
export async function prepareLink(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  const account = `/w/${workspace}/account`;
  const refusal = await refused(wishToLink(String(form.get("currentPassword") ?? ""), account));
  return refusal ?? redirect(`${account}?link=ready`);
}

export async function unlink(workspace: string): Promise<Outcome> {
  const refusal = await refused(unlinkMyIdentity());
  return refusal ?? redirect(`/w/${workspace}/account`);
}

async function refused(work: Promise<void>): Promise<Outcome> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { state: "refused", said: sentence(error, await getLocale()), field: error.field, values: {} };
  }
}
