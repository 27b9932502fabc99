import { describe, expect, it } from "vitest";
import { calibrate } from "../../stats/placebo-calibration";
import { decideVerdict } from "../list/decide-verdict";
import { estimateRate, lostFollowers, revenueAtRisk } from "./estimate-rate";

const rate = { missing: { value: 30, lower: 10, upper: 50 }, rateTwins: 0.4 };

describe("lost followers", () => {
  it("30 returns missing of a round in which 40% of the twins come: 30/0.4 = 75 people, 25 to 125", () => {
    const lost = lostFollowers(rate, "round");
    expect(lost.value).toBeCloseTo(75, 9);
    expect(lost.lower).toBeCloseTo(25, 9);
    expect(lost.upper).toBeCloseTo(125, 9);
  });
  it("before the first round is over: the 30 who did not come yet, late or lost", () => {
    expect(lostFollowers(rate, "so far")).toEqual({ value: 30, lower: 10, upper: 50 });
  });
});

describe("a rate read against placebo changes", () => {
  const none = calibrate([]);
  const known = (m: number, tau: number) => ({ m, tau2: tau * tau, sigma2: 0, k: 12, calibrated: true });
  /** 20,000 concerned and 80,000 twins, of whom 2% come. */
  const came = (share: number) => [
    { stratum: "1", segment: "regulars", bin: 0, n1: 20_000, y1: 20_000 * share, n0: 80_000, y0: 1_600 },
  ];
  const read = (share: number, calibration: typeof none) => {
    const rate = estimateRate(came(share), calibration);
    if (rate.kind !== "rate") throw new Error(rate.why);
    return rate;
  };
  const word = (share: number, calibration: typeof none) => {
    const stretch = { kind: "round" as const, round: 2, days: 56, from: "2026-01-01", to: "2026-01-28" };
    const rate = read(share, calibration);
    const parts = { stretch, rate, lostFollowers: null, revenueAtRisk: null, withinScope: null };
    const quiet = { unmeasurable: null, mixedFrom: null, awaiting: false, down: null, up: null, followFrom: 0.8 };
    const both = { first: calibration, rounds: calibration };
    return decideVerdict({ ...quiet, rate: parts, daysToGo: null, showsIn: null, calibration: both }).word;
  };

  it("90% of the twins' where placebo changes stand at 90%: 100%, and they follow", () => {
    const small = known(Math.log(0.9), 0.01);
    expect(read(0.018, small).ratio).toBeCloseTo(1, 2);
    expect(read(0.018, small).raw).toBeCloseTo(0.9, 12);
    expect([word(0.018, none), word(0.018, small)]).toEqual(["too early to say", "they follow"]);
  });
  it("level with the twins where placebo changes stand 22% above: a loss, and they do not follow", () => {
    expect([word(0.02, none), word(0.02, known(0.2, 0.01))]).toEqual(["they follow", "too early to say"]);
  });
  it("level with the twins in a shop that wanders by 10%: too early to say, money and missing returns as wide", () => {
    const wanders = known(0, 0.1);
    expect(word(0.02, wanders)).toBe("too early to say");
    const [plain, wide] = [read(0.02, none), read(0.02, wanders)];
    expect(wide.missing.value).toBe(plain.missing.value);
    expect(wide.missing.upper).toBeCloseTo(Math.hypot(plain.missing.upper, 2.9 * 0.099 * 400), 0);
    expect(revenueAtRisk(wide, 1000, null)?.upper).toBeCloseTo(1000 * (1 - wide.band.lower), 9);
  });
  it("not calibrated: as counted", () => {
    expect(read(0.018, none)).toMatchObject({ correction: null, ratio: expect.closeTo(0.9, 12) });
    expect(read(0.018, none).raw).toBe(read(0.018, none).ratio);
  });
});
