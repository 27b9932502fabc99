import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pAlive } from "@/server/stats/bg-nbd-predict";
import { dueTime, lostAfter } from "@/server/stats/due-time";

const p = { r: 0.5, alpha: 60, a: 0.8, b: 2.4 };
const wide = { gapQuantile: 120, cap: 1e12 };

describe("due time", () => {
  it("r + x = 2.5, alpha + t_x = 160: 160 (0.2^(-0.4) - 1) = 144.58 days", () => {
    expect(dueTime(p, 2, 100, wide)).toBeCloseTo(160 * (0.2 ** -0.4 - 1), 9);
    expect(dueTime(p, 2, 100, wide)).toBeCloseTo(144.58, 2);
  });

  it("a living customer has come by then with probability 0.8", () => {
    const due = dueTime(p, 2, 100, wide);
    expect(1 - ((p.alpha + 100) / (p.alpha + 100 + due)) ** (p.r + 2)).toBeCloseTo(0.8, 12);
  });

  it("x = 0: the gap quantile 120, the cap 365 where it is 500 or unknown", () => {
    expect(dueTime(p, 0, 0, { gapQuantile: 120 })).toBe(120);
    expect(dueTime(p, 0, 0, { gapQuantile: 500 })).toBe(365);
    expect(dueTime(p, 0, 0, { gapQuantile: null })).toBe(365);
  });
});

describe("lost after (D12)", () => {
  it("P(alive) is 0.2 on that day, numerically, over 1,000 customers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 800 }), (x, tx) => {
        const lost = lostAfter(p, x, tx, wide);
        const late = tx + 4 * dueTime(p, x, tx, wide);
        expect(lost).toBeGreaterThanOrEqual(tx);
        expect(lost).toBeLessThanOrEqual(late);
        if (lost < late && lost > tx) expect(pAlive(p, x, tx, lost)).toBeCloseTo(0.2, 9);
      }),
      { numRuns: 1000 },
    );
  });

  it("x = 0: four times the gap quantile, 4 x 120 = 480 days", () => {
    expect(lostAfter(p, 0, 0, { gapQuantile: 120 })).toBe(480);
  });

  it("never before the last occasion, even where P(alive) is under 0.2 on its own day", () => {
    const leaving = { ...p, a: 50, b: 0.1 };
    expect(pAlive(leaving, 1, 100, 100)).toBeLessThan(0.2);
    expect(lostAfter(leaving, 1, 100, wide)).toBe(100);
  });
});
