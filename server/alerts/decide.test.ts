import { describe, expect, it } from "vitest";
import { type Decision, decide, type Previous } from "./decide";

const on = "2026-11-20";
const rows: [string, Previous | null, boolean, Decision][] = [
  ["none yet, quiet", null, false, { what: "nothing" }],
  ["none yet, alarm", null, true, { what: "raised", state: "new" }],
  ["new, alarm stands", { state: "new", weakenedOn: null }, true, { what: "unchanged" }],
  ["new, off the list", { state: "new", weakenedOn: null }, false, { what: "weakened", weakenedOn: on }],
  ["new and weakened, still off", { state: "new", weakenedOn: "2026-11-01" }, false, { what: "unchanged" }],
  ["new and weakened, back on", { state: "new", weakenedOn: "2026-11-01" }, true, { what: "reopened", state: "new" }],
  [
    "taken and weakened, back on: who has it keeps it",
    { state: "taken", weakenedOn: "2026-11-01" },
    true,
    { what: "reopened", state: "taken" },
  ],
  ["acting, alarm stands", { state: "acting", weakenedOn: null }, true, { what: "unchanged" }],
  ["watching, off the list", { state: "watching", weakenedOn: null }, false, { what: "weakened", weakenedOn: on }],
  ["closed while it stands", { state: "closed", weakenedOn: null }, true, { what: "unchanged" }],
  ["closed, leaves the list", { state: "closed", weakenedOn: null }, false, { what: "weakened", weakenedOn: on }],
  [
    "closed and weakened, back on",
    { state: "closed", weakenedOn: "2026-11-01" },
    true,
    { what: "reopened", state: "new" },
  ],
  ["closed and weakened, still off", { state: "closed", weakenedOn: "2026-11-01" }, false, { what: "unchanged" }],
];

describe("decide", () => {
  for (const [title, previous, standing, expected] of rows) {
    it(`${title} -> ${expected.what}`, () => expect(decide(previous, { standing, on })).toEqual(expected));
  }
});
