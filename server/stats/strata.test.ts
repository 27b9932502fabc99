import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binCount, binOf, cutPoints, cutPointsOfHistogram } from "@/server/stats/strata";

describe("strata", () => {
  it("bins = max(1, min(10, floor(n1/20))): 19 -> 1, 40 -> 2, 199 -> 9, 200 -> 10, 25,000 -> 10", () => {
    expect([0, 19, 20, 39, 40, 199, 200, 25_000].map(binCount)).toEqual([1, 1, 1, 1, 2, 9, 10, 10]);
  });

  it("40 exposed, 60 eligible on 0.01..1.00: one cut at the middle, 0.51", () => {
    const p = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
    expect(cutPoints(p.slice(60), p.slice(0, 60))).toEqual([0.51]);
  });

  it("width_bucket: p under the cut -> 0, on the cut -> 1", () => {
    expect([0.2, 0.5, 0.7, 0.9, 0.95].map((p) => binOf(p, [0.5, 0.9]))).toEqual([0, 1, 1, 2, 2]);
  });

  it("everybody alike: no cut, one bin", () => {
    expect(cutPoints(new Array<number>(400).fill(0.3), new Array<number>(900).fill(0.3))).toEqual([]);
  });

  it("cuts ascend, leave no bin empty, and do not depend on order", () => {
    const share = fc.integer({ min: 0, max: 50 }).map((v) => v / 50);
    fc.assert(
      fc.property(fc.array(share, { minLength: 20, maxLength: 300 }), fc.array(share), (exposed, eligible) => {
        const cuts = cutPoints(exposed, eligible);
        const all = [...exposed, ...eligible];
        const filled = new Set(all.map((p) => binOf(p, cuts)));
        expect(filled.size).toBe(cuts.length + 1);
        expect(cuts.every((cut, i) => i === 0 || cut > (cuts[i - 1] ?? 0))).toBe(true);
        expect(cutPoints(exposed.toReversed(), eligible.toReversed())).toEqual(cuts);
      }),
    );
  });

  it("a histogram of the same people gives the same cuts", () => {
    const share = fc.integer({ min: 0, max: 30 }).map((v) => v / 30);
    fc.assert(
      fc.property(fc.array(share, { minLength: 40, maxLength: 300 }), fc.array(share), (exposed, eligible) => {
        const values = [...new Set([...exposed, ...eligible])];
        const count = (list: number[], p: number) => list.filter((value) => value === p).length;
        const rows = values.map((p) => ({ p, exposed: count(exposed, p), eligible: count(eligible, p) }));
        expect(cutPointsOfHistogram(rows, exposed.length)).toEqual(cutPoints(exposed, eligible));
      }),
    );
  });
});
