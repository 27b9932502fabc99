import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countDistribution,
  expectedOccasions,
  expectedOccasionsNew,
  pAlive,
  returnProbability,
} from "@/server/stats/bg-nbd-predict";
import { noReferenceData, referenceNumbers } from "@/server/stats/reference-tables";
import { weeklyTracking } from "@/server/stats/weekly-tracking";

/** As estimated by BTYD 2.4.3, which made the golden tables. */
const btyd = { r: 0.24259672, alpha: 4.41365893, a: 0.79298687, b: 2.42616428 };
const sharp = { r: 0.2425945, alpha: 4.413602, a: 0.792922, b: 2.425906 };
/** As printed in the paper and used by lifetimes' own tests. */
const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

describe("BG/NBD predictions (published on CDNOW, weeks)", () => {
  it.each([
    [1, 0.053185],
    [39, 1.195016],
    [52, 1.444],
    [78, 1.857972],
  ])("E[X(%i)] of a new customer = %f", (t, expected) => {
    expect(Math.abs(expectedOccasionsNew(sharp, t) - expected)).toBeLessThan(1e-4);
  });

  it("P(X(39) = 0..5) = 0.57431, 0.19919, 0.08532, 0.04580, 0.02763, 0.01794", () => {
    const counts = countDistribution(sharp, 39, 6);
    [0.57431, 0.19919, 0.08532, 0.0458, 0.02763, 0.01794].forEach((expected, x) => {
      expect(Math.abs((counts[x] ?? 0) - expected)).toBeLessThan(1e-4);
    });
    expect(counts.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it("customer 1516, x = 26, t_x = 30.85714, T = 31: E[Y(52)] = 25.7566, P(alive) = 0.968852", () => {
    expect(Math.abs(expectedOccasions(btyd, 26, 30.85714, 31, 52) - 25.7566)).toBeLessThan(1e-3);
    expect(Math.abs(pAlive(btyd, 26, 30.85714, 31) - 0.968852)).toBeLessThan(1e-5);
  });

  it("x = 2, t_x = 30.43, T = 38.86: E[Y(39)] = 1.226, P(alive) = 0.72661", () => {
    expect(Math.abs(expectedOccasions(published, 2, 30.43, 38.86, 39) - 1.226)).toBeLessThan(1e-3);
    expect(Math.abs(pAlive(sharp, 2, 30.43, 38.86) - 0.72661)).toBeLessThan(1e-4);
  });

  it("x = 0, T = 38.86: P(alive) exactly 1, E[Y(39)] = 0.194781", () => {
    expect(pAlive(sharp, 0, 0, 38.86)).toBe(1);
    expect(Math.abs(expectedOccasions(sharp, 0, 0, 38.86, 39) - 0.194781)).toBeLessThan(1e-4);
  });

  it("x = 1, t_x = 1.71, T = 38.86: P(alive) = 0.212227, E[Y(39)] = 0.203251", () => {
    expect(Math.abs(pAlive(sharp, 1, 1.71, 38.86) - 0.212227)).toBeLessThan(1e-4);
    expect(Math.abs(expectedOccasions(sharp, 1, 1.71, 38.86, 39) - 0.203251)).toBeLessThan(1e-4);
  });

  it.each([
    [10, 0.3474606],
    [15, 0.04283391],
    [20, 0.004158973],
    [25, 0.0003583685],
  ])("increasing frequency paradox, t_x = 20, T = 39, x = %i: E[Y(52)] = %f within 1e-4 relative", (x, expected) => {
    expect(Math.abs(expectedOccasions(btyd, x, 20, 39, 52) / expected - 1)).toBeLessThan(1e-4);
  });
});

describe.skipIf(noReferenceData)("BG/NBD over all 2,357 customers (needs the reference data)", () => {
  const golden = noReferenceData ? () => [] : referenceNumbers("cdnow/golden_sample_per_customer.csv");
  const [x, tx, T] = [golden("x"), golden("t_x"), golden("T")];
  const star = golden("x_star");
  const each = (of: (x: number, tx: number, T: number) => number) =>
    x.map((value, i) => of(value, tx[i] ?? 0, T[i] ?? 0));
  const meanBy = (values: readonly number[], k: number) => {
    const chosen = values.filter((_, i) => (k === 7 ? (x[i] ?? 0) >= 7 : x[i] === k));
    return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
  };

  it("P(alive) and E[Y(39)] of each within 1e-6; sums 1917.28 and 1653.39", () => {
    const alive = each((...c) => pAlive(btyd, ...c));
    const coming = each((...c) => expectedOccasions(btyd, ...c, 39));
    const [goldenAlive, goldenComing] = [golden("bg_palive"), golden("bg_cet39")];
    expect(Math.max(...alive.map((p, i) => Math.abs(p - (goldenAlive[i] ?? 0))))).toBeLessThan(1e-6);
    expect(Math.max(...coming.map((e, i) => Math.abs(e - (goldenComing[i] ?? 0))))).toBeLessThan(1e-6);
    expect(Math.abs(alive.reduce((sum, p) => sum + p, 0) - 1917.28)).toBeLessThan(0.1);
    expect(Math.abs(coming.reduce((sum, e) => sum + e, 0) - 1653.39)).toBeLessThan(0.1);
  });

  it("calibration counts 0..6, 7 to the largest: 1407.68, 460.32, 192.46, 101.17, 59.85, 38.12, 25.55, 71.23", () => {
    // BTYD sums its last class to the largest x seen (29); the 0.62 customers expected beyond are in none.
    const sums = new Array<number>(8).fill(0);
    for (const age of T) {
      const counts = countDistribution(btyd, age, Math.max(...x) + 1).slice(0, -1);
      counts.forEach((p, k) => {
        sums[Math.min(k, 7)] = (sums[Math.min(k, 7)] ?? 0) + p;
      });
    }
    [1407.68, 460.32, 192.46, 101.17, 59.85, 38.12, 25.55, 71.23].forEach((expected, k) => {
      expect(Math.abs((sums[k] ?? 0) - expected)).toBeLessThan(0.05);
    });
    const actual = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => x.filter((v) => (k === 7 ? v >= 7 : v === k)).length);
    expect(actual).toEqual([1411, 439, 214, 100, 62, 38, 29, 64]);
  });

  it("holdout repeats by x = 0..6, 7+: expected .225 .523 1.044 1.520 2.164 2.654 3.504 6.157, actual .237 ... 6.359", () => {
    const coming = each((...c) => expectedOccasions(btyd, ...c, 39));
    [0.225, 0.523, 1.044, 1.52, 2.164, 2.654, 3.504, 6.157].forEach((expected, k) => {
      expect(Math.abs(meanBy(coming, k) - expected)).toBeLessThan(1e-3);
    });
    [0.237, 0.697, 1.393, 1.56, 2.532, 2.947, 3.862, 6.359].forEach((actual, k) => {
      expect(Math.abs(meanBy(star, k) - actual)).toBeLessThan(5e-4);
    });
    expect(star.reduce((sum, value) => sum + value, 0)).toBe(1882);
  });

  it("weekly tracking: week 20 76.865, 39 53.315, 78 35.499; cumulative 1312.458, 2501.519, 4165.630; all 78 weeks within 0.01", () => {
    const path = weeklyTracking(btyd, T, 78);
    const table = referenceNumbers("cdnow/golden_sample_weekly_tracking.csv");
    const [weekly, cumulative] = [table("bgnbd"), table("cum_bgnbd")];
    path.forEach((week, i) => {
      expect(Math.abs(week.expected - (weekly[i] ?? 0))).toBeLessThan(0.01);
      expect(Math.abs(week.cumulative - (cumulative[i] ?? 0))).toBeLessThan(0.01);
    });
    const stated = { 20: [76.865, 1312.458], 39: [53.315, 2501.519], 78: [35.499, 4165.63] };
    for (const [week, [inWeek = 0, upTo = 0]] of Object.entries(stated)) {
      expect(Math.abs((path[Number(week) - 1]?.expected ?? 0) - inWeek)).toBeLessThan(0.01);
      expect(Math.abs((path[Number(week) - 1]?.cumulative ?? 0) - upTo)).toBeLessThan(0.01);
    }
  });
});

describe("BG/NBD predictions hold together", () => {
  const positive = fc.double({ min: 0.05, max: 8, noNaN: true });
  const model = fc.record({
    r: positive,
    alpha: fc.double({ min: 0.5, max: 200, noNaN: true }),
    a: positive,
    b: positive,
  });
  const customer = fc
    .record({
      x: fc.integer({ min: 0, max: 60 }),
      share: fc.double({ min: 0.02, max: 1, noNaN: true }),
      T: fc.integer({ min: 1, max: 900 }),
    })
    .map(({ x, share, T }) => ({ x, tx: x === 0 ? 0 : share * T, T }));

  it("0 <= return probability <= P(alive) <= 1, and it grows with the horizon", () => {
    fc.assert(
      fc.property(model, customer, (p, { x, tx, T }) => {
        const alive = pAlive(p, x, tx, T);
        const near = returnProbability(p, x, tx, T, 28);
        const far = returnProbability(p, x, tx, T, 280);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        expect(near).toBeGreaterThanOrEqual(0);
        expect(far).toBeGreaterThanOrEqual(near);
        expect(far).toBeLessThanOrEqual(alive);
      }),
    );
  });

  it("E[occasions] is at least P(return), grows with t, and starts at slope P(alive)(r + x)/(alpha + T)", () => {
    fc.assert(
      fc.property(model, customer, (p, { x, tx, T }) => {
        const expected = expectedOccasions(p, x, tx, T, 90);
        expect(expected).toBeGreaterThanOrEqual(returnProbability(p, x, tx, T, 90) * (1 - 1e-9));
        expect(expectedOccasions(p, x, tx, T, 180)).toBeGreaterThanOrEqual(expected);
        const slope = expectedOccasions(p, x, tx, T, 1e-6) / 1e-6;
        const rate = (pAlive(p, x, tx, T) * (p.r + x)) / (p.alpha + T);
        expect(Math.abs(slope / rate - 1)).toBeLessThan(1e-3);
      }),
    );
  });

  it("through a = 1 without a jump: a = 1 lies between a = 1 - 1e-9 and 1 + 1e-9", () => {
    const at = (a: number) => expectedOccasions({ r: 0.5, alpha: 30, a, b: 2 }, 3, 100, 120, 90);
    expect(Math.abs(at(1 - 1e-9) - at(1))).toBeLessThan(1e-8);
    expect(Math.abs(at(1 + 1e-9) - at(1))).toBeLessThan(1e-8);
    const born = (a: number) => expectedOccasionsNew({ r: 0.5, alpha: 30, a, b: 1 - a }, 90);
    expect(Number.isFinite(born(0.5))).toBe(true);
  });

  it("counts 0..400 and the mean agree with E[X(t)]", () => {
    const p = { r: 0.8, alpha: 20, a: 0.9, b: 3 };
    const counts = countDistribution(p, 200, 400);
    const mean = counts.reduce((sum, share, k) => sum + k * share, 0);
    expect(mean).toBeCloseTo(expectedOccasionsNew(p, 200), 6);
    expect(1 - (counts[0] ?? 0)).toBeCloseTo(returnProbability(p, 0, 0, 0, 200), 12);
  });
});
