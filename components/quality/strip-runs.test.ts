import { describe, expect, it } from "vitest";
import { runsOf } from "./strip-runs";

describe("runs of a strip", () => {
  it("oocmu over the end of a month", () => {
    expect(runsOf("oocmu", "2026-05-30")).toEqual([
      { state: "open", offset: 0, days: 2, from: "2026-05-30", to: "2026-05-31" },
      { state: "closed", offset: 2, days: 1, from: "2026-06-01", to: "2026-06-01" },
      { state: "missing", offset: 3, days: 1, from: "2026-06-02", to: "2026-06-02" },
      { state: "unknown", offset: 4, days: 1, from: "2026-06-03", to: "2026-06-03" },
    ]);
  });
});
