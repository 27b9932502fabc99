"use server";

import { getTranslations } from "next-intl/server";
import { Invalid } from "@/server/errors";
import { act } from "@/server/trpc/act";
import type { Caller } from "@/server/trpc/caller";
import type { Outcome } from "@/server/trpc/outcome";

type State = Parameters<Caller["alerts"]["takeAlert"]>[0]["state"];

/** One act on an alert, by the name of its button, on the state in which the person saw it. */
export async function work(workspace: string, id: number, state: State, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("alerts");
  return act(workspace, form, async ({ alerts }) => {
    const said = (name: string) => String(form.get(name) ?? "").trim() || undefined;
    const seen = { id, state };
    const acts = {
      take: () => alerts.takeAlert(seen),
      assign: () => alerts.assignAlert({ ...seen, memberId: Number(form.get("memberId")) }),
      act: () => alerts.actOnAlert({ ...seen, body: said("body") }),
      watch: () => alerts.watchAlert({ ...seen, body: said("body") }),
      snooze: () => alerts.snoozeAlert({ ...seen, until: said("until") ?? "", reason: said("why") ?? "" }),
      wake: () => alerts.wakeAlert(seen),
      close: () => alerts.closeAlert({ ...seen, as: said("as") as "resolved", reason: said("reason") }),
      reopen: () => alerts.reopenAlert(seen),
      comment: () => alerts.commentOnAlert({ id, body: said("body") ?? "" }),
    };
    const name = String(form.get("act"));
    if (!isAct(name, acts)) throw new Invalid("input");
    await acts[name]();
    return { said: t(`said.${name}`) };
  });
}

function isAct<T extends object>(name: string, acts: T): name is Extract<keyof T, string> {
  return Object.hasOwn(acts, name);
}
