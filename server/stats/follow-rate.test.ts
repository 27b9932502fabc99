import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FollowRateOptions, followRate } from "@/server/stats/follow-rate";
import type { StratumCount } from "@/server/stats/merge-strata";

function rate(strata: readonly StratumCount[], options?: FollowRateOptions) {
  const result = followRate(strata, options);
  if (result.kind === "cannot say") throw new Error(result.why);
  return result;
}

const two: StratumCount[] = [
  { stratum: 1, n1: 100, n0: 400, y1: 40, y0: 200 },
  { stratum: 2, n1: 300, n0: 1200, y1: 60, y0: 300 },
];

describe("follow rate", () => {
  it("100 at 40% of 50%, 300 at 20% of 25%: (0.25 x 0.4 + 0.75 x 0.2)/(0.25 x 0.5 + 0.75 x 0.25) = 80%", () => {
    const result = rate(two);
    expect(result.ratio).toBeCloseTo(0.25 / 0.3125, 12);
    expect(result.ratio).toBeCloseTo(0.8, 12);
    expect(result.expected).toBeCloseTo(125, 9);
    expect(result.observed).toBe(100);
    expect(result.missingReturns.value).toBeCloseTo(25, 9);
  });

  it("delta method: exp(ln 0.8 +- 1.96 sqrt(V1/0.25^2 + V0/0.3125^2)), V = sum w^2 F(1 - F)/(n - 1)", () => {
    const v1 = (0.0625 * 0.24) / 99 + (0.5625 * 0.16) / 299;
    const v0 = (0.0625 * 0.25) / 399 + (0.5625 * 0.1875) / 1199;
    const error = Math.sqrt(v1 / 0.0625 + v0 / 0.3125 ** 2);
    const { interval } = rate(two);
    expect(interval.kind).toBe("delta");
    expect(interval.level).toBeCloseTo(0.95, 12);
    expect(interval.lower).toBeCloseTo(0.8 * Math.exp(-1.959963984540054 * error), 12);
    expect(interval.upper).toBeCloseTo(0.8 * Math.exp(1.959963984540054 * error), 12);
  });

  it("missing returns 25 +- 1.96 x 400 sqrt(V1 + V0)", () => {
    const v1 = (0.0625 * 0.24) / 99 + (0.5625 * 0.16) / 299;
    const v0 = (0.0625 * 0.25) / 399 + (0.5625 * 0.1875) / 1199;
    const { lower, upper } = rate(two).missingReturns.interval;
    expect((upper - lower) / 2).toBeCloseTo(1.959963984540054 * 400 * Math.sqrt(v1 + v0), 9);
    expect((upper + lower) / 2).toBeCloseTo(25, 9);
  });

  it("z = 2.9 for the weekly curve widens by 2.9/1.96 on the log scale", () => {
    const width = (z?: number) => {
      const { lower, upper } = rate(two, z === undefined ? {} : { z }).interval;
      return Math.log(upper / lower);
    };
    expect(width(2.9) / width()).toBeCloseTo(2.9 / 1.959963984540054, 12);
  });

  it("29 returns among the exposed: MOVER; 30: delta", () => {
    const arm = (y1: number) => rate([{ stratum: 1, n1: 100, n0: 400, y1, y0: 160 }]).interval.kind;
    expect(arm(29)).toBe("mover");
    expect(arm(30)).toBe("delta");
  });

  it("MOVER, one stratum, 8 of 40 against 60 of 200: limits by Donner & Zou from Wilson's (0.105, 0.348) and (0.241, 0.367)", () => {
    const { interval, ratio } = rate([{ stratum: 1, n1: 40, n0: 200, y1: 8, y0: 60 }]);
    expect(ratio).toBeCloseTo(2 / 3, 12);
    const [p1, l1, u1, p0, l0, u0] = [0.2, 0.10498, 0.34756, 0.3, 0.24069, 0.36684];
    const low = (p1 * p0 - Math.sqrt((p1 * p0) ** 2 - l1 * u0 * (2 * p1 - l1) * (2 * p0 - u0))) / (u0 * (2 * p0 - u0));
    const high = (p1 * p0 + Math.sqrt((p1 * p0) ** 2 - u1 * l0 * (2 * p1 - u1) * (2 * p0 - l0))) / (l0 * (2 * p0 - l0));
    expect(interval.lower).toBeCloseTo(low, 3);
    expect(interval.upper).toBeCloseTo(high, 3);
  });

  it("nobody of 40 exposed came back, 100 of 200 twins: 0%, lower limit 0, upper limit above 0", () => {
    const result = rate([{ stratum: 1, n1: 40, n0: 200, y1: 0, y0: 100 }]);
    expect(result.ratio).toBe(0);
    expect(result.interval.lower).toBe(0);
    expect(result.interval.upper).toBeGreaterThan(0.05);
    expect(result.interval.upper).toBeLessThan(0.25);
  });

  it("shown from 30 expected returns, a verdict from 150: min(expected, returned twins)", () => {
    const at = (n1: number) => rate([{ stratum: 1, n1, n0: n1 * 5, y1: n1 / 2, y0: (n1 * 5) / 2 }]);
    expect(at(58)).toMatchObject({ shown: false, verdictPossible: false, expectedReturns: 29 });
    expect(at(60)).toMatchObject({ shown: true, verdictPossible: false, expectedReturns: 30 });
    expect(at(300)).toMatchObject({ shown: true, verdictPossible: true, expectedReturns: 150 });
  });

  it("no exposed, no twins, no twin returned: cannot say", () => {
    const why = (s: Omit<StratumCount, "stratum">) => {
      const result = followRate([{ stratum: 1, ...s }]);
      return result.kind === "cannot say" ? result.why : null;
    };
    expect(why({ n1: 0, n0: 5, y1: 0, y0: 1 })).toBe("no exposed");
    expect(why({ n1: 5, n0: 0, y1: 0, y0: 0 })).toBe("no twins");
    expect(why({ n1: 5, n0: 20, y1: 3, y0: 0 })).toBe("no twin returned");
  });

  it("holds together over 500 random tables: lower <= ratio <= upper, strata in any order, missing = expected - observed", () => {
    const cell = fc
      .record({
        n1: fc.integer({ min: 0, max: 80 }),
        n0: fc.integer({ min: 0, max: 300 }),
        s1: fc.double({ min: 0, max: 1, noNaN: true }),
        s0: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ n1, n0, s1, s0 }) => ({ n1, n0, y1: Math.round(n1 * s1), y0: Math.round(n0 * s0) }));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 12 }), (cells) => {
        const strata = cells.map((c, i) => ({ stratum: i, ...c }));
        const result = followRate(strata);
        if (result.kind === "cannot say") return;
        expect(result.interval.lower).toBeLessThanOrEqual(result.ratio + 1e-12);
        expect(result.interval.upper).toBeGreaterThanOrEqual(result.ratio - 1e-12);
        expect(result.missingReturns.value).toBeCloseTo(result.expected - result.observed, 9);
        expect(result.missingReturns.interval.lower).toBeLessThanOrEqual(result.missingReturns.value + 1e-9);
        expect(result.missingReturns.interval.upper).toBeGreaterThanOrEqual(result.missingReturns.value - 1e-9);
        expect(followRate(strata.toReversed())).toEqual(result);
      }),
      { numRuns: 500 },
    );
  });
});
