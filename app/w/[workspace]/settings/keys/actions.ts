"use server";

import { getTranslations } from "next-intl/server";
import type { KeyScope } from "@/server/auth/permissions";
import { act } from "@/server/trpc/act";
import type { Outcome } from "@/server/trpc/outcome";

export async function makeKey(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    const t = await getTranslations("api.keys");
    const name = String(form.get("name") ?? "");
    // As ticked: the router's schema says what is a scope.
    const scopes = form.getAll("scopes") as KeyScope[];
    const { key } = await caller.api.makeKey({ name, scopes });
    return { said: t("makeDone", { name }), once: key };
  });
}

export async function revokeKey(workspace: string, keyId: number): Promise<Outcome> {
  return act(workspace, new FormData(), async (caller) => {
    await caller.api.revokeKey({ keyId });
    return { said: (await getTranslations("api.keys"))("ended") };
  });
}
