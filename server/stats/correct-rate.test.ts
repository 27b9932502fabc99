import { describe, expect, it } from "vitest";
import { correctionAt, correctLimits } from "@/server/stats/correct-rate";

const known = { m: -0.1, tau2: 0.0036, sigma2: 0, k: 12, calibrated: true };

describe("m and tau of placebo changes on a ratio of shares", () => {
  it("where few come: as they are", () => {
    expect(correctionAt(known, 1e-6)?.drift).toBeCloseTo(-0.1, 6);
    expect(correctionAt(known, 0)).toEqual({ drift: -0.1, tau: 0.06 });
  });
  it("where eight in ten come, a hazard a little lower moves the share by four tenths of that", () => {
    const share = (hazard: number) => -Math.expm1(-hazard);
    const hazard = -Math.log(0.2);
    const moved = Math.log(share(hazard * Math.exp(-0.001)) / share(hazard)) / -0.001;
    expect(correctionAt(known, 0.8)?.drift).toBeCloseTo(-0.1 * moved, 4);
    expect(correctionAt(known, 0.8)?.tau).toBeCloseTo(0.06 * 0.402, 4);
  });
  it("not where there are too few of them", () => {
    expect(correctionAt({ ...known, calibrated: false }, 0.5)).toBeNull();
  });
});

describe("a ratio of 0.90 that placebo changes share with it", () => {
  const limits = { lower: 0.9 * Math.exp(-0.029), upper: 0.9 * Math.exp(0.029) };
  it("reads 0.995 once m = -0.10 is taken off, its variance 0.01^2 + tau^2", () => {
    const half = 2.9 * Math.hypot(0.01, 0.06);
    const { lower, upper } = correctLimits(0.9, limits, { drift: -0.1, tau: 0.06 }, 2.9);
    expect(lower).toBeCloseTo(0.9 * Math.exp(0.1 - half), 12);
    expect(upper).toBeCloseTo(0.9 * Math.exp(0.1 + half), 12);
  });
  it("nobody came, no limit above: stays so", () => {
    const { lower, upper } = correctLimits(0, { lower: 0, upper: 0.2 }, { drift: 0, tau: 0.1 }, 1.96);
    expect([lower, upper]).toEqual([0, 0.2 * Math.exp(0.196)]);
    expect(correctLimits(0.9, { lower: 0.5, upper: null }, { drift: 0, tau: 0.1 }, 2).upper).toBeNull();
  });
});
