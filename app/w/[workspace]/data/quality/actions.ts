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
