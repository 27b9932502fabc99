"use server";

import { getTranslations } from "next-intl/server";
import { siteAddress } from "@/server/auth/site-address";
import type { Role } from "@/server/scope";
import { act } from "@/server/trpc/act";
import type { Outcome } from "@/server/trpc/outcome";

export async function inviteMember(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    const email = text(form, "email");
    const { token } = await caller.workspaces.invite({ email, ...rights(form) });
    const t = await getTranslations("settings");
    return { said: t("invited", { email }), once: await linkOf(token) };
  });
}

export async function renewInvitation(
  workspace: string,
  invitationId: number,
  _: Outcome,
  form: FormData,
): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    const { token } = await caller.workspaces.renewInvitation({ invitationId });
    return { said: (await getTranslations("settings"))("renewed"), once: await linkOf(token) };
  });
}

export async function withdrawInvitation(
  workspace: string,
  invitationId: number,
  _: Outcome,
  form: FormData,
): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    await caller.workspaces.withdrawInvitation({ invitationId });
    return { said: (await getTranslations("settings"))("withdrawn") };
  });
}

async function linkOf(token: string): Promise<string> {
  return `${await siteAddress()}/invitation/${token}`;
}

export async function changeMember(workspace: string, memberId: number, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    await caller.workspaces.changeMember({ memberId, ...rights(form) });
    return { said: (await getTranslations("settings"))("changed") };
  });
}

export async function revokeMember(workspace: string, memberId: number, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    await caller.workspaces.revokeMember({ memberId });
    return { said: (await getTranslations("settings"))("gone") };
  });
}

/** As typed: the router's schema says what is a role. */
function rights(form: FormData): { role: Role; seesPeople: boolean } {
  return { role: text(form, "role") as Role, seesPeople: form.get("seesPeople") === "on" };
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}
