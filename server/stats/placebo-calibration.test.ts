import { describe, expect, it } from "vitest";
import { borrowRounds, calibrate, type WeekSum } from "@/server/stats/placebo-calibration";
import { normal, seededRandom } from "@/server/stats/random";

/** Weeks of a placebo that stands at `b` throughout. */
function steady(b: number, v: number, weeks: number): WeekSum[] {
  return Array.from({ length: weeks }, () => ({ x: b * v, v }));
}

function drawn(placebos: number, m: number, tau: number, sigma: number, seed: number): WeekSum[][] {
  const random = seededRandom(seed);
  return Array.from({ length: placebos }, () => {
    const mu = m + tau * normal(random);
    return Array.from({ length: 26 }, () => {
      const v = 10 + 20 * random();
      return { x: (mu + sigma * normal(random)) * v + Math.sqrt(v) * normal(random), v };
    });
  });
}

describe("calibration on placebo changes", () => {
  it("8 placebos of V = 100 at -.3, -.1, .1, .3, twice: m = 0, var b = .4/7, tau^2 = .4/7 - .01 + .4/56, sigma 0", () => {
    const placebos = [-0.3, -0.1, 0.1, 0.3, -0.3, -0.1, 0.1, 0.3].map((b) => steady(b, 25, 4));
    const { m, tau2, sigma2, k, calibrated } = calibrate(placebos);
    expect(m).toBeCloseTo(0, 12);
    expect(tau2).toBeCloseTo(0.4 / 7 - 0.01 + 0.4 / 56, 12);
    expect({ sigma2, k, calibrated }).toEqual({ sigma2: 0, k: 8, calibrated: true });
  });

  it("weeks of v = 20 swing by .5 around 0: Q = 8 x 4 x 20 x .25, less 8 x 3, over 8 x (80 - 20) -> sigma^2 = 136/480", () => {
    const week = (b: number): WeekSum => ({ x: 20 * b, v: 20 });
    const placebos = Array.from({ length: 8 }, () => [week(0.5), week(-0.5), week(0.5), week(-0.5)]);
    expect(calibrate(placebos).sigma2).toBeCloseTo(136 / 480, 12);
  });

  it("7 placebos are too few: m = 0, tau = .05, sigma = 0, said so; so are 8 of which one has no returns", () => {
    const seven = Array.from({ length: 7 }, () => steady(0.4, 30, 5));
    const uncalibrated = { m: 0, tau2: 0.05 ** 2, sigma2: 0, k: 7, calibrated: false };
    expect(calibrate(seven)).toEqual(uncalibrated);
    expect(calibrate([...seven, [{ x: 0, v: 0 }]])).toEqual(uncalibrated);
    expect(calibrate(seven, { tau: 0.1, from: 3 }).calibrated).toBe(true);
  });

  it("a placebo of V < 10 says nothing: it neither counts nor moves m; one of V = 10 does", () => {
    const eight = [-0.3, -0.1, 0.1, 0.3, -0.3, -0.1, 0.1, 0.3].map((b) => steady(b, 25, 4));
    expect(calibrate([...eight, steady(-0.9, 1.2, 1), steady(-0.9, 3.3, 3)])).toEqual(calibrate(eight));
    expect(calibrate([...eight.slice(1), steady(-0.9, 3.3, 3)]).calibrated).toBe(false);
    expect(calibrate([...eight, steady(0, 2.5, 4)]).k).toBe(9);
  });

  it("a slice of 40 with 200 twins borrows from 400 with 2,000: 1/40 + 1/200 - 1/400 - 1/2,000 more tau^2; nothing uncalibrated", () => {
    const whole = { m: 0.02, tau2: 0.004, sigma2: 0.01, k: 12, calibrated: true };
    const of = { exposed: 400, twins: 2000 };
    const { tau2, ...rest } = borrowRounds(whole, of, { exposed: 40, twins: 200 });
    expect(tau2).toBeCloseTo(0.004 + 0.025 + 0.005 - 0.0025 - 0.0005, 12);
    expect(rest).toEqual({ m: 0.02, sigma2: 0.01, k: 12, calibrated: true });
    expect(borrowRounds(whole, of, of)).toEqual(whole);
    expect(borrowRounds({ ...whole, calibrated: false }, of, { exposed: 40, twins: 200 }).tau2).toBe(0.004);
  });

  it("recovers m = .1, tau = .08, sigma = .3 from 4,000 placebos of 26 weeks", () => {
    const { m, tau2, sigma2 } = calibrate(drawn(4000, 0.1, 0.08, 0.3, 1));
    expect(m).toBeCloseTo(0.1, 2);
    expect(sigma2).toBeCloseTo(0.09, 2);
    // The weekly shocks' own share of var b stays in tau^2: about sigma^2 / 26 weeks.
    expect(Math.sqrt(tau2)).toBeGreaterThan(0.08);
    expect(tau2).toBeLessThan(0.08 ** 2 + (1.2 * 0.09) / 26);
  });

  it("does not depend on the order of placebos or weeks; an empty week changes nothing", () => {
    const placebos = drawn(9, 0, 0.1, 0.2, 2);
    const turned = placebos.toReversed().map((weeks) => [...weeks.toReversed(), { x: 0, v: 0 }]);
    const [left, right] = [calibrate(placebos), calibrate(turned)];
    expect(right.m).toBeCloseTo(left.m, 12);
    expect(right.tau2).toBeCloseTo(left.tau2, 12);
    expect(right.sigma2).toBeCloseTo(left.sigma2, 12);
  });
});
