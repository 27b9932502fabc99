import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hypergeometricMoments, logTilts, tiltedSum } from "@/server/stats/hypergeometric";

/** By definition, with exact binomials in floating point (small cells only). */
function choose(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i += 1) value *= (n - k + i) / i;
  return value;
}

function byDefinition(n1: number, n0: number, d: number, theta: number): { sum: number; mean: number } {
  let [sum, moment] = [0, 0];
  for (let u = Math.max(0, d - n0); u <= Math.min(n1, d); u += 1) {
    const h = (choose(n1, u) * choose(n0, d - u)) / choose(n1 + n0, d);
    sum += h * theta ** u;
    moment += u * h * theta ** u;
  }
  return { sum, mean: moment / sum };
}

function logTilt(n1: number, n0: number, d: number, theta: number): number {
  const out = new Float64Array(1);
  logTilts({ n1, n0, d }, Float64Array.of(theta), out);
  return out[0] ?? Number.NaN;
}

describe("hypergeometric cells", () => {
  it("2 events among 3 + 7: mean 0.6, variance 0.6 x 0.7 x 8/9, third moment 0.112; one person has none", () => {
    const { mean, variance, third } = hypergeometricMoments({ n1: 3, n0: 7, d: 2 });
    expect(mean).toBeCloseTo(0.6, 12);
    expect(variance).toBeCloseTo((0.6 * 0.7 * 8) / 9, 12);
    expect(third).toBeCloseTo((21 * -(0.6 ** 3) + 21 * 0.4 ** 3 + 3 * 1.4 ** 3) / 45, 12);
    expect(hypergeometricMoments({ n1: 1, n0: 0, d: 1 })).toEqual({ mean: 1, variance: 0, third: 0 });
  });

  it("one event among 1 + 4: sum h theta^u = 1 + (theta - 1)/5", () => {
    expect(logTilt(1, 4, 1, 0.5)).toBeCloseTo(Math.log(0.9), 14);
  });

  it("equals the definition, on both ways of summing", () => {
    const size = fc.integer({ min: 0, max: 30 });
    const theta = fc.double({ min: 0.2, max: 5, noNaN: true });
    fc.assert(
      fc.property(size, size, theta, fc.double({ min: 0, max: 1, noNaN: true }), (n1, n0, t, share) => {
        const d = Math.round(share * (n1 + n0));
        const { sum, mean } = byDefinition(n1, n0, d, t);
        expect(logTilt(n1, n0, d, t)).toBeCloseTo(Math.log(sum), 10);
        expect(tiltedSum({ n1, n0, d }, t).logSum).toBeCloseTo(Math.log(sum), 10);
        expect(tiltedSum({ n1, n0, d }, t).mean).toBeCloseTo(mean, 9);
      }),
    );
  });

  it("a day of 2,000 events among 20,000 + 100,000: finite, 0 at theta = 1, mean 333.33", () => {
    const cell = { n1: 20_000, n0: 100_000, d: 2_000 };
    expect(tiltedSum(cell, 1).logSum).toBeCloseTo(0, 9);
    expect(tiltedSum(cell, 1).mean).toBeCloseTo(2000 / 6, 6);
    expect(tiltedSum(cell, 0.35).logSum).toBeLessThan(0);
    expect(tiltedSum(cell, 0.35).mean).toBeGreaterThan(100);
  });
});
