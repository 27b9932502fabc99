"use server";

import { getTranslations } from "next-intl/server";
import { act } from "@/server/trpc/act";
import type { Outcome } from "@/server/trpc/outcome";

/** A step of the day is asked for once more. */
export async function again(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("runs");
  return act(workspace, form, async (caller) => {
    await caller.jobs.runAgain({ id });
    return { said: t("asked") };
  });
}
