/**
 * What a method hands back: an estimate that carries its doubt, or a typed refusal.
 * A refusal is a value of its own, never a sentinel number, so that no page can print it by mistake.
 */

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
  | "one arm is empty";

/** `level` is the nominal coverage; where `z` is not the pointwise quantile of `level` the interval is a band. */
export interface Interval {
  lower: number;
  upper: number;
  level: number;
  kind: string;
}

export interface Diagnostic {
  name: string;
  state: "pass" | "warn" | "fail";
  value: number;
  limit: number;
}

/** `estimand` and `method` are codes that the interface translates; `window` holds ISO days, both included. */
export interface Estimate {
  kind: "estimate";
  estimand: string;
  value: number;
  interval: Interval | null;
  n: number;
  method: string;
  version: string;
  window: { from: string; to: string } | null;
  seed: number | null;
  assumptions: string[];
  diagnostics: Diagnostic[];
}

export function cannotSay(why: CannotSayReason, need: number, have: number): CannotSay {
  return { kind: "cannot say", need, have, why };
}
