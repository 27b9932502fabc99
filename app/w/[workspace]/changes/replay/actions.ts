"use server";

import { getTranslations } from "next-intl/server";
import { act } from "@/server/trpc/act";
import type { Outcome } from "@/server/trpc/outcome";

export async function ask(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("replay");
  return act(workspace, form, async ({ following }) => {
    await following.askReplay({ from: String(form.get("from")), to: String(form.get("to")) });
    return { said: t("asked") };
  });
}
