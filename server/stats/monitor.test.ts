import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Calibrated, calibratedLogE } from "@/server/stats/calibrated-evidence";
import { hypergeometricMoments } from "@/server/stats/hypergeometric";
import {
  advanceMonitor,
  evidenceOf,
  type MonitorPlan,
  type MonitorState,
  type RoundCell,
  startMonitor,
} from "@/server/stats/monitor";
import type { Calibration } from "@/server/stats/placebo-calibration";
import { DEFAULT_THETAS } from "@/server/stats/safe-log-rank";
import { weekSums } from "@/server/stats/week-sums";

const NONE: Calibration = { m: 0, tau2: 0, sigma2: 0, k: 0, calibrated: false };
const PLACEBOS: Calibration = { m: 0.1, tau2: 0.01, sigma2: 0.04, k: 9, calibrated: true };
const plan = (calibration = PLACEBOS): Omit<MonitorPlan, "rule"> => ({
  day0: 100,
  roundDays: 28,
  rounds: 13,
  calibration: { first: calibration, rounds: calibration },
});

type Row = RoundCell & { day: number };

const row = fc
  .record({
    day: fc.integer({ min: 100, max: 190 }),
    round: fc.integer({ min: 0, max: 5 }),
    n1: fc.integer({ min: 0, max: 60 }),
    n0: fc.integer({ min: 0, max: 200 }),
    d: fc.integer({ min: 0, max: 30 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .filter(({ n1, n0, d }) => d <= n1 + n0)
  .map(({ share, ...cell }): Row => {
    const least = Math.max(0, cell.d - cell.n0);
    return { ...cell, o: least + Math.round(share * (Math.min(cell.n1, cell.d) - least)) };
  });
const history = fc.array(row, { maxLength: 80 });

function run(
  rows: readonly Row[],
  by: Omit<MonitorPlan, "rule">,
  keep: (state: MonitorState) => MonitorState = (s) => s,
) {
  let state = startMonitor(by);
  for (let day = 100; day <= 190; day += 1) {
    const cells = rows.filter((cell) => cell.day === day);
    state = keep(advanceMonitor(state, day, cells));
  }
  return state;
}

interface Week {
  x: number;
  v: number;
  third: number;
}

/** Observed less expected, its variance and third moment by week, all rounds together. */
function byWeek(rows: readonly Row[]): Week[] {
  const weeks = new Map<number, Week>();
  for (const { day, ...cell } of rows) {
    if (cell.d === 0 || cell.n1 === 0 || cell.n0 === 0) continue;
    const { mean, variance, third } = asCounted(cell);
    const sum = weeks.get(Math.floor((day - 100) / 7)) ?? { x: 0, v: 0, third: 0 };
    weeks.set(Math.floor((day - 100) / 7), {
      x: sum.x + cell.o - mean,
      v: sum.v + variance,
      third: sum.third + third,
    });
  }
  return [...weeks.values()];
}

/** Moments of the exposed among d who return, summed over every outcome. */
function asCounted({ n1, n0, d }: RoundCell) {
  const first = Math.max(0, d - n0);
  const logs = Array.from(
    { length: Math.min(n1, d) - first + 1 },
    (_, i) => logChoose(n1, first + i) + logChoose(n0, d - first - i),
  );
  const outcomes = logs.map((log, i) => ({ u: first + i, h: Math.exp(log - logChoose(n1 + n0, d)) }));
  const mean = outcomes.reduce((sum, { u, h }) => sum + h * u, 0);
  const central = (power: number) => outcomes.reduce((sum, { u, h }) => sum + h * (u - mean) ** power, 0);
  return { mean, variance: central(2), third: central(3) };
}

function logChoose(n: number, k: number): number {
  let log = 0;
  for (let i = 1; i <= k; i += 1) log += Math.log((n - k + i) / i);
  return log;
}

function logMean(values: readonly number[]): number {
  return Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0) / values.length);
}

/** A, B and C of weeks. */
function weighed(rows: readonly Week[], sigma2: number): Calibrated {
  const inflated = ({ v }: Week) => 1 + sigma2 * v;
  return {
    a: rows.reduce((sum, row) => sum + row.x / inflated(row), 0),
    b: rows.reduce((sum, row) => sum + row.v / inflated(row), 0),
    c: rows.reduce((sum, row) => sum + row.third / inflated(row) ** 3, 0),
  };
}

/**
 * As methods 4 writes it, with no algebra done, less the third moment's term. A week in which nobody could have stayed away has no
 * variance and says nothing: its v/u is none.
 */
function asWritten(weeks: readonly Week[], { m, tau2, sigma2 }: Calibration, sign: number): number {
  const rows = weeks.filter(({ v }) => v > 0);
  const u = (v: number) => v * (1 + sigma2 * v);
  const C = weighed(rows, sigma2).c;
  const A = rows.reduce((sum, { x, v }) => sum + (x * v) / u(v), 0);
  const B = rows.reduce((sum, { v }) => sum + v ** 2 / u(v), 0);
  const marginal = (mu: number) =>
    (1 + tau2 * B) ** -0.5 * Math.exp(((A + mu / tau2) ** 2 / (B + 1 / tau2) - mu ** 2 / tau2) / 2);
  const ratios = DEFAULT_THETAS.map((theta) => {
    const third = ((sign * Math.log(theta)) / (1 + tau2 * B)) ** 3 * (C / 6);
    return (marginal(m + sign * Math.log(theta)) / marginal(m)) * Math.exp(-third);
  });
  return Math.log(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length);
}

describe("calibrated evidence", () => {
  const weeks = [
    { x: -6, v: 12, third: 8 },
    { x: -3.5, v: 9, third: 5 },
    { x: 1, v: 10, third: 7 },
  ];

  it("equals mean over theta of I(m + ln theta)/I(m), both directions", () => {
    const sums = weighed(weeks, PLACEBOS.sigma2);
    expect(calibratedLogE(sums, PLACEBOS, "down")).toBeCloseTo(asWritten(weeks, PLACEBOS, 1), 9);
    expect(calibratedLogE(sums, PLACEBOS, "up")).toBeCloseTo(asWritten(weeks, PLACEBOS, -1), 9);
  });

  it("tau = 0, sigma = 0: mean of exp(s A - s^2 B / 2 - s^3 C / 6), s = ln theta, A = -8.5, B = 31, C = 20", () => {
    const es = DEFAULT_THETAS.map(Math.log).map((s) => s * -8.5 - (s ** 2 * 31) / 2 - (s ** 3 * 20) / 6);
    expect(calibratedLogE(weighed(weeks, 0), NONE, "down")).toBeCloseTo(logMean(es), 12);
  });

  it("one exposed to five twins, V = 10: its expectation over the counts is 1; a Gaussian law's is 1.5 upward", () => {
    const [n1, n0, d] = [20_000, 100_000, 72];
    const { mean, variance, third } = hypergeometricMoments({ n1, n0, d });
    const expected = (direction: "down" | "up", c: number) => {
      let sum = 0;
      for (let u = 0; u <= d; u += 1) {
        const chance = Math.exp(logChoose(n1, u) + logChoose(n0, d - u) - logChoose(n1 + n0, d));
        sum += chance * Math.exp(calibratedLogE({ a: u - mean, b: variance, c }, NONE, direction));
      }
      return sum;
    };
    expect(variance).toBeCloseTo(10, 1);
    expect(expected("up", third)).toBeCloseTo(1, 1);
    expect(expected("down", third)).toBeCloseTo(1, 1);
    expect(expected("up", 0)).toBeGreaterThan(1.4);
  });

  it("its expectation over A ~ N(mB, B + tau^2 B^2) is 1: what Ville's inequality needs", () => {
    const B = 40;
    const spread = Math.sqrt(B + PLACEBOS.tau2 * B * B);
    let sum = 0;
    for (let z = -16; z <= 9; z += 0.001) {
      const a = PLACEBOS.m * B + z * spread;
      const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
      sum += 0.001 * density * Math.exp(calibratedLogE({ a, b: B, c: 0 }, PLACEBOS, "down"));
    }
    expect(sum).toBeCloseTo(1, 6);
  });

  it("no evidence is too strong: a million weeks stay finite", () => {
    const sums = { a: -1e7, b: 1e7, c: 6e6 };
    expect(calibratedLogE(sums, NONE, "down")).toBeGreaterThan(1e5);
    expect(Number.isFinite(calibratedLogE(sums, NONE, "up"))).toBe(true);
  });
});

describe("monitor", () => {
  /** Its second week holds nobody who stayed away: no variance, no surprise. */
  const allCame: Row[] = [
    ...Array.from({ length: 5 }, () => ({ day: 100, round: 2, n1: 36, n0: 38, d: 11, o: 0 })),
    { day: 107, round: 2, n1: 27, n0: 3, d: 30, o: 27 },
  ];

  it("joins first returns and the rounds from each on: e_1/2 + (sum of e_j/j over 2..13, by the sum of 1/j)/2, not begun = 1", () => {
    fc.assert(
      fc.property(history, (rows) => {
        const logEs = [0, 2, 3, 4, 5].map((from) => {
          const own = rows.filter(({ round }) => (from === 0 ? round === 0 : round >= from));
          const weeks = byWeek(own);
          const V = weeks.reduce((sum, { v }) => sum + v, 0);
          return V < 10 ? 0 : asWritten(weeks, PLACEBOS, 1);
        });
        const [first = 0, ...others] = logEs;
        const starts = Array.from({ length: 12 }, (_, i) => ({ weight: 1 / (i + 2), e: Math.exp(others[i] ?? 0) }));
        const all = starts.reduce((sum, { weight }) => sum + weight, 0);
        const mean = starts.reduce((sum, { weight, e }) => sum + weight * e, 0) / all;
        expect(run(rows, plan()).down).toBeCloseTo(logMean([first, Math.log(mean)]), 7);
      }),
      { examples: [[allCame]] },
    );
  });

  it("day by day through a saved state (JSON), with empty days or without: the same evidence", () => {
    fc.assert(
      fc.property(history, (rows) => {
        const saved = run(rows, plan(), (state) => JSON.parse(JSON.stringify(state)));
        let busy = startMonitor(plan());
        for (const day of [...new Set(rows.map((cell) => cell.day))].sort((a, b) => a - b)) {
          const today = rows.filter((cell) => cell.day === day).toReversed();
          busy = advanceMonitor(busy, day, today);
        }
        const [left, right] = [evidenceOf(saved), evidenceOf(busy)];
        expect(left.down).toBeCloseTo(right.down, 9);
        expect(left.up).toBeCloseTo(right.up, 9);
        expect(left.rounds.expected).toBeCloseTo(right.rounds.expected, 7);
      }),
    );
  });

  it("the first round is passed over, and rounds past the last one", () => {
    const cells = [1, 14].map((round) => ({ round, n1: 100, n0: 100, d: 40, o: 0 }));
    const state = advanceMonitor(startMonitor(plan()), 100, cells);
    expect(evidenceOf(state)).toMatchObject({ down: 0, up: 0, observed: 0, expected: 0 });
    expect(state.tracks).toEqual([]);
  });

  it("under a variance of 10 nothing is said, however one-sided: V = 8.04, 5 of 40 where 20 are expected", () => {
    const cell = { round: 0, n1: 100, n0: 100, d: 40, o: 5 };
    const before = advanceMonitor(startMonitor(plan(NONE)), 100, [cell]);
    expect(evidenceOf(before)).toMatchObject({ down: 0, observed: 5, expected: 20 });
    expect(evidenceOf(before).variance).toBeCloseTo((40 * 0.25 * 160) / 199, 9);
    const after = advanceMonitor(before, 101, [{ round: 0, n1: 95, n0: 65, d: 10, o: 2 }]);
    expect(evidenceOf(after).down).toBeGreaterThan(Math.log(40));
    expect(evidenceOf(after).alone).toEqual({ down: true, up: false });
  });

  it("the rounds from 4 on need 2 x 4 x 2.18/alpha = 349 by themselves: e of 100 rings in first returns, not there", () => {
    const day = (round: number) =>
      advanceMonitor(startMonitor(plan(NONE)), 100, [{ round, n1: 500, n0: 500, d: 100, o: 34 }]);
    const [first, fourth] = [day(0), day(4)];
    expect(Math.exp(first.tracks[0]?.down ?? 0)).toBeGreaterThan(40);
    expect(Math.exp(first.tracks[0]?.down ?? 0)).toBeLessThan(349);
    expect(fourth.tracks[0]?.down).toBeCloseTo(first.tracks[0]?.down ?? 0, 12);
    expect([evidenceOf(first).alone.down, evidenceOf(fourth).alone.down]).toEqual([true, false]);
    expect(evidenceOf(fourth).rounds).toMatchObject({ observed: 34, expected: 50 });
  });

  it("since = the last day at the lowest: 10 days of more returns, then none of 2 a day -> the tenth day", () => {
    let state = startMonitor(plan(NONE));
    for (let day = 100; day < 160; day += 1) {
      const o = day < 110 ? 8 : 0;
      state = advanceMonitor(state, day, [{ round: 0, n1: 1000, n0: 1000, d: 10, o }]);
    }
    expect(evidenceOf(state).since.down).toBe(109);
    expect(evidenceOf(state).down).toBeGreaterThan(Math.log(40));
  });

  it("empty days passed over count as days at the lowest: a quiet week, then a fall -> the day before it", () => {
    const heavy = (o: number) => [{ round: 0, n1: 1000, n0: 1000, d: 100, o }];
    const rose = advanceMonitor(startMonitor(plan(NONE)), 100, heavy(60));
    const fell = advanceMonitor(advanceMonitor(rose, 107, []), 110, heavy(5));
    expect(evidenceOf(fell).since.down).toBe(109);
  });

  it("a day before the last one is refused", () => {
    const state = advanceMonitor(startMonitor(plan()), 105, []);
    expect(() => advanceMonitor(state, 105, [])).toThrow("Day 105 does not follow day 105.");
  });

  it("arms that stand where placebo changes do (m) are no evidence; without calibration they are", () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ round: 0, day: 100 + i, n1: 400, n0: 2000, d: 60, o: 8 }));
    const [b] = [weekSums(rows, { day0: 100, rounds: 13 }).first].map(
      (weeks) => weeks.reduce((s, { x }) => s + x, 0) / weeks.reduce((s, { v }) => s + v, 0),
    );
    const placebos = { ...NONE, m: b ?? 0, tau2: 0.0025 };
    const last = (by: Omit<MonitorPlan, "rule">) =>
      rows.reduce((s, { day, ...cell }) => advanceMonitor(s, day, [cell]), startMonitor(by));
    expect(last(plan(NONE)).down).toBeGreaterThan(Math.log(40));
    expect(last(plan(placebos)).down).toBeLessThan(0);
  });
});
