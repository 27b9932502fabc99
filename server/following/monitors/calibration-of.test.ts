import { describe, expect, it } from "vitest";
import { calibrationOf } from "./calibration-of";

const row = (stratum: number, segment: string, exposed: number, twins: number) => ({
  ...{ stratum, wave: 0, segment, bin: 0, also: 0 },
  exposed,
  twins,
});
const strata = [row(1, "regulars", 200, 1000), row(2, "regulars", 160, 800), row(3, "lapsing", 40, 200)];
const known = { m: 0.02, tau2: 0.004, sigma2: 0.01, k: 12, calibrated: true };
const own = { ...known, m: -0.01, k: 9 };

describe("the calibration of a slice", () => {
  it("its own where it has one; else the change's, in the rounds with room for the luck of its few people", () => {
    const calibration = { all: { first: known, rounds: known }, "segment:regulars": { first: own, rounds: own } };
    expect(calibrationOf({ calibration, strata }, "segment:regulars")).toEqual({ first: own, rounds: own });
    const lapsing = calibrationOf({ calibration, strata }, "segment:lapsing");
    expect(lapsing.first).toEqual(known);
    expect(lapsing.rounds.tau2).toBeCloseTo(0.004 + 1 / 40 + 1 / 200 - 1 / 400 - 1 / 2000, 12);
    expect(calibrationOf({ calibration, strata }, "intense").rounds.tau2).toBeGreaterThan(lapsing.rounds.tau2);
  });

  it("without any: m = 0, tau = .05, not calibrated, and nothing added to it", () => {
    const none = { m: 0, tau2: 0.05 ** 2, sigma2: 0, k: 0, calibrated: false };
    expect(calibrationOf({ calibration: null, strata }, "segment:lapsing")).toEqual({ first: none, rounds: none });
  });
});
