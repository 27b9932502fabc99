import type { AlertState } from "@/db/schema/alerts";

export const alertActs = ["take", "assign", "act", "watch", "snooze", "wake", "close", "reopen"] as const;
export type AlertAct = (typeof alertActs)[number];

const open: readonly AlertState[] = ["new", "taken", "acting", "watching"];
const from: Record<AlertAct, readonly AlertState[]> = {
  take: open,
  assign: open,
  act: ["new", "taken", "watching"],
  watch: ["taken", "acting"],
  snooze: open,
  wake: open,
  close: open,
  reopen: ["closed"],
};

/** The state after an act, or null where it cannot be done. An alert that is taken over keeps how far it was. */
export function afterAct(state: AlertState, act: AlertAct): AlertState | null {
  if (!from[act].includes(state)) return null;
  if (act === "act") return "acting";
  if (act === "watch") return "watching";
  if (act === "close") return "closed";
  if (act === "reopen") return "new";
  if (act === "take" || act === "assign") return state === "new" ? "taken" : state;
  return state;
}

/** The one thing to do next, and what else can be done, for somebody who may work on this alert. */
export function openActs(of: { state: AlertState; mine: boolean; asleep: boolean }): {
  primary: AlertAct;
  others: AlertAct[];
} {
  const primary = primaryAct(of);
  const others = alertActs.filter(
    (act) =>
      act !== primary &&
      afterAct(of.state, act) !== null &&
      !(act === "take" && of.mine) &&
      !(act === (of.asleep ? "snooze" : "wake")),
  );
  return { primary, others };
}

function primaryAct({ state, mine, asleep }: { state: AlertState; mine: boolean; asleep: boolean }): AlertAct {
  if (state === "closed") return "reopen";
  if (asleep) return "wake";
  if (state === "new" || !mine) return "take";
  if (state === "taken") return "act";
  return state === "acting" ? "watch" : "close";
}
