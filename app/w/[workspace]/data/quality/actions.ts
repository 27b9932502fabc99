"use server";

import { getTranslations } from "next-intl/server";
import { act } from "@/server/trpc/act";
import type { Outcome } from "@/server/trpc/outcome";

/** An admin has seen a data alert. */
export async function see(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("quality");
  return act(workspace, form, async (caller) => {
    await caller.quality.seeAlert({ id });
    return { said: t("alerts.seen") };
  });
}

/** From how many expected lines on a day without any is a gap. */
export async function changeGapRule(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("quality.strips.rule");
  return act(workspace, form, async (caller) => {
    await caller.workspaces.changeSettings({ minExpectedLines: Number(form.get("minExpectedLines")) });
    return { said: t("saved") };
  });
}
