import type { AlertState } from "@/db/schema/alerts";

/** What an alert was before tonight. `weakenedOn` says since when its evidence is off the list. */
export interface Previous {
  state: AlertState;
  weakenedOn: string | null;
}

/** Tonight's word on one change: does the alarm stand, as of which day of data. */
export interface Reading {
  standing: boolean;
  on: string;
}

export type Decision =
  | { what: "nothing" }
  | { what: "raised"; state: "new" }
  | { what: "unchanged" }
  | { what: "weakened"; weakenedOn: string }
  | { what: "reopened"; state: AlertState };

/**
 * What tonight's reading makes of an alert. An alarm once raised is never deleted: off the list it is weakened, its
 * re-entry reopens it (methods 4). What a person closed while it stood stays closed until it has left the list and
 * come back.
 */
export function decide(previous: Previous | null, reading: Reading): Decision {
  if (previous === null) return reading.standing ? { what: "raised", state: "new" } : { what: "nothing" };
  const weak = previous.weakenedOn !== null;
  if (reading.standing && weak) {
    return { what: "reopened", state: previous.state === "closed" ? "new" : previous.state };
  }
  if (!reading.standing && !weak) return { what: "weakened", weakenedOn: reading.on };
  return { what: "unchanged" };
}
