import type { ChangeState } from "@/db/schema/changes";
import { may } from "../auth/permissions";
import type { Actor } from "../scope";

/** What may happen to a change. `begin` is its day coming by itself; `confirm` is someone saying that it did start. */
export const changeActs = ["plan", "start", "begin", "confirm", "end", "rollBack", "cancel", "remove"] as const;
export type ChangeAct = (typeof changeActs)[number];

const life: Record<ChangeState, Partial<Record<ChangeAct, ChangeState | "gone">>> = {
  draft: { plan: "planned", start: "live", remove: "gone" },
  planned: { start: "live", begin: "live", cancel: "cancelled" },
  live: { confirm: "live", end: "ended", rollBack: "rolled_back", cancel: "cancelled" },
  ended: { rollBack: "rolled_back" },
  rolled_back: {},
  cancelled: {},
};

/** The state after an act, `gone` for a draft that is deleted, null where the state does not allow it. */
export function afterAct(state: ChangeState, act: ChangeAct): ChangeState | "gone" | null {
  return life[state][act] ?? null;
}

/** Whether this person or job may do it (decisions D17): marketers draft, ops and admin do all. */
export function mayDo(actor: Actor, act: ChangeAct | "revise", state: ChangeState): boolean {
  if (actor.kind !== "member") return true;
  if (act === "begin") return false;
  const draftOnly = act === "remove" || (act === "revise" && state === "draft");
  return may(actor, draftOnly ? "changes:draft" : "changes:record");
}

/** The acts open to this person now, for the page's buttons. A confirmed start needs no second word. */
export function openActs(actor: Actor, of: { state: ChangeState; startConfirmed: boolean }): ChangeAct[] {
  return changeActs.filter(
    (act) =>
      afterAct(of.state, act) !== null && mayDo(actor, act, of.state) && !(act === "confirm" && of.startConfirmed),
  );
}

/** A live, ended or rolled back change has been measured: its scope and dates move only with a reason. */
export function isMeasured(state: ChangeState): boolean {
  return state === "live" || state === "ended" || state === "rolled_back";
}
