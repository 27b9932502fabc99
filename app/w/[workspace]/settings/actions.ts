"use server";

import { getTranslations } from "next-intl/server";
import type { Role } from "@/server/scope";
import { act } from "@/server/trpc/act";
import type { Outcome } from "@/server/trpc/outcome";

export async function addMember(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    const t = await getTranslations("settings");
    const name = text(form, "name");
    const { password } = await caller.workspaces.addMember({ name, email: text(form, "email"), ...rights(form) });
    return { said: password === null ? t("added", { name }) : t("addedWithPassword", { name, password }) };
  });
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
