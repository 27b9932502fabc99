import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeStrata, type StratumCount } from "@/server/stats/merge-strata";

function stratum(segment: string, bin: number, n1: number, n0: number): StratumCount {
  return { stratum: `${segment}${bin}`, segment, bin, n1, n0, y1: Math.floor(n1 / 2), y0: Math.floor(n0 / 2) };
}

function names(strata: readonly StratumCount[]): string[] {
  return mergeStrata(strata).map((merged) => merged.strata.join("+"));
}

describe("merging small strata (under 5 exposed or 10 twins)", () => {
  it("4 exposed join the next bin up: 4 + 6 = 10", () => {
    expect(names([stratum("a", 0, 4, 20), stratum("a", 1, 6, 30), stratum("a", 2, 5, 10)])).toEqual(["a0+a1", "a2"]);
  });

  it("9 twins at the top join the bin below", () => {
    expect(names([stratum("a", 0, 5, 25), stratum("a", 1, 5, 9)])).toEqual(["a0+a1"]);
  });

  it("neighbours are of the same segment: a1 does not join b0", () => {
    expect(names([stratum("a", 0, 9, 30), stratum("a", 1, 2, 10), stratum("b", 0, 9, 40)])).toEqual(["a0+a1", "b0"]);
  });

  it("segments that stay too small join each other, then their neighbour", () => {
    expect(names([stratum("a", 0, 3, 12), stratum("b", 0, 9, 40), stratum("c", 0, 3, 12)])).toEqual(["b0", "a0+c0"]);
    expect(names([stratum("a", 0, 3, 12), stratum("b", 0, 9, 40)])).toEqual(["b0+a0"]);
  });

  it("a stratum without exposed weighs nothing and lends its twins to nobody", () => {
    expect(names([stratum("a", 0, 0, 50), stratum("a", 1, 8, 20)])).toEqual(["a1"]);
  });

  it("without bins, numbered strata stand in order of number: 10 after 9", () => {
    const counts = [10, 9, 2].map((s) => ({ stratum: s, n1: s === 2 ? 3 : 8, n0: 20, y1: 1, y0: 5 }));
    expect(mergeStrata(counts).map((merged) => merged.strata)).toEqual([[2, 9], [10]]);
  });

  it("counts add up, and order of rows does not matter", () => {
    const count = fc.integer({ min: 0, max: 40 });
    const row = fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 0, max: 9 }), count, count);
    const rows = fc.uniqueArray(row, { selector: ([segment, bin]) => `${segment}${bin}` });
    fc.assert(
      fc.property(rows, (list) => {
        const strata = list.map(([segment, bin, n1, n0]) => stratum(segment, bin, n1, n0));
        const merged = mergeStrata(strata);
        const sum = (key: "n1" | "n0" | "y1" | "y0") => merged.reduce((total, m) => total + m[key], 0);
        const kept = strata.filter((s) => s.n1 > 0);
        expect(sum("n1")).toBe(kept.reduce((total, s) => total + s.n1, 0));
        expect(sum("y0")).toBe(kept.reduce((total, s) => total + s.y0, 0));
        expect(mergeStrata(strata.toReversed())).toEqual(merged);
        if (merged.length > 1) expect(merged.every((m) => m.n1 >= 5 && m.n0 >= 10)).toBe(true);
      }),
    );
  });
});
