import { describe, expect, it } from "vitest";
import { dueWaves, joinBalance } from "./open-cohort";

const waves = ["2026-03-02", "2026-03-16", "2026-03-30"].map((day0, wave) => ({ wave, day0, stores: [wave + 1] }));
const live = { state: "live", endActual: null } as const;
const due = (change: Parameters<typeof dueWaves>[0]["change"], through: string) =>
  dueWaves({ change, waves }, through).map(({ wave }) => wave);

describe("waves to open", () => {
  it("data complete through 15 March: the first; through 16 March: the second too", () => {
    expect(due(live, "2026-03-15")).toEqual([0]);
    expect(due(live, "2026-03-16")).toEqual([0, 1]);
  });
  it("taken back on 20 March: the wave of 30 March never came", () => {
    expect(due({ state: "rolled_back", endActual: "2026-03-20" }, "2026-06-01")).toEqual([0, 1]);
  });
  it("taken back on 16 March: that day's wave did not come either", () => {
    expect(due({ state: "rolled_back", endActual: "2026-03-16" }, "2026-06-01")).toEqual([0]);
  });
  it("ended on 20 March: an end is a mark", () => {
    expect(due({ state: "ended", endActual: "2026-03-20" }, "2026-06-01")).toEqual([0, 1, 2]);
  });
});

describe("the balance of several waves", () => {
  const wave = (after: number, matched: number) => ({
    matched,
    balance: [{ trait: "recency" as const, before: 2 * after, after, state: "warn" as const }],
  });
  it("large waves that differ to either side are not alike: the worst stands", () => {
    expect(joinBalance([wave(0.2, 400), wave(-0.24, 200)])).toMatchObject([{ before: -0.48, after: -0.24 }]);
  });
  it("small ones are judged together: 0.3 of 50 and -0.1 of 150 -> 0, and an empty wave says nothing", () => {
    const [row] = joinBalance([wave(0.3, 50), { matched: 0, balance: [] }, wave(-0.1, 150)]);
    expect(row?.after).toBeCloseTo(0, 12);
    expect(row?.state).toBe("pass");
  });
});
