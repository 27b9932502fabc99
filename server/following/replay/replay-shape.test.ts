import { describe, expect, it } from "vitest";
import { leadOf } from "./replay-shape";

const until = "2026-06-30";
const cases = [
  ["2026-03-01", "2026-03-31", { kind: "gained", days: 30, atLeast: false }],
  ["2026-03-31", "2026-03-01", { kind: "lost", days: 30, atLeast: false }],
  ["2026-03-01", "2026-03-01", { kind: "together" }],
  ["2026-06-20", null, { kind: "gained", days: 10, atLeast: true }],
  [null, "2026-06-20", { kind: "lost", days: 10, atLeast: true }],
  [null, null, { kind: "neither" }],
] as const;

describe("the alarm against NPS", () => {
  it.each(cases)("alarm %s, NPS %s", (alarmOn, npsOn, lead) => {
    expect(leadOf({ alarmOn, npsOn, until })).toEqual(lead);
  });
});
