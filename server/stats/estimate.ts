/** A refusal is a value of its own, never a sentinel number, so that no page can print it by mistake. */

/** The data do not carry an answer. `need` and `have` are counts (or limits) of the thing that `why` names. */
export interface CannotSay {
  kind: "cannot say";
  need: number;
  have: number;
  why: CannotSayReason;
}

export type CannotSayReason =
  | "too few repeaters"
  | "no convergence"
  | "value depends on frequency"
  | "infinite mean"
  | "too few customers"
  | "no exposed"
  | "no twins"
  | "too few in a stratum"
  | "no twin returned"
  | "too few answers"
  | "too short a history"
  | "one arm is empty"
  | "sample of lines";

/** The refusal of a method: `need` of what `why` names, `have` of it there. */
export function cannotSay(why: CannotSayReason, need: number, have: number): CannotSay {
  return { kind: "cannot say", need, have, why };
}
