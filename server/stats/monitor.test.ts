import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibratedLogE, weighWeeks } from "@/server/stats/calibrated-evidence";
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
const plan = (calibration = PLACEBOS): MonitorPlan => ({
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

function run(rows: readonly Row[], by: MonitorPlan, keep: (state: MonitorState) => MonitorState = (s) => s) {
  let state = startMonitor(by);
  for (let day = 100; day <= 190; day += 1) {
    const cells = rows.filter((cell) => cell.day === day);
    state = keep(advanceMonitor(state, day, cells));
  }
  return state;
}

/** Observed less expected and its variance by week, all rounds together. */
function byWeek(rows: readonly Row[]): { x: number; v: number }[] {
  const weeks = new Map<number, { x: number; v: number }>();
  for (const { day, ...cell } of rows) {
    const { first } = weekSums([{ ...cell, round: 0, day }], { day0: 100, rounds: 13 });
    const sum = weeks.get(Math.floor((day - 100) / 7)) ?? { x: 0, v: 0 };
    for (const { x, v } of first) weeks.set(Math.floor((day - 100) / 7), { x: sum.x + x, v: sum.v + v });
  }
  return [...weeks.values()];
}

function logMean(values: readonly number[]): number {
  return Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0) / values.length);
}

/** As methods 4 writes it, with no algebra done. */
function asWritten(rows: { x: number; v: number }[], { m, tau2, sigma2 }: Calibration, sign: number): number {
  const u = (v: number) => v * (1 + sigma2 * v);
  const A = rows.reduce((sum, { x, v }) => sum + (x * v) / u(v), 0);
  const B = rows.reduce((sum, { v }) => sum + v ** 2 / u(v), 0);
  const marginal = (mu: number) =>
    (1 + tau2 * B) ** -0.5 * Math.exp(((A + mu / tau2) ** 2 / (B + 1 / tau2) - mu ** 2 / tau2) / 2);
  const ratios = DEFAULT_THETAS.map((theta) => marginal(m + sign * Math.log(theta)) / marginal(m));
  return Math.log(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length);
}

describe("calibrated evidence", () => {
  const weeks = [
    { x: -6, v: 12 },
    { x: -3.5, v: 9 },
    { x: 1, v: 10 },
  ];

  it("equals mean over theta of I(m + ln theta)/I(m), both directions", () => {
    const sums = weighWeeks(weeks, PLACEBOS.sigma2);
    expect(calibratedLogE(sums, PLACEBOS, "down")).toBeCloseTo(asWritten(weeks, PLACEBOS, 1), 9);
    expect(calibratedLogE(sums, PLACEBOS, "up")).toBeCloseTo(asWritten(weeks, PLACEBOS, -1), 9);
  });

  it("tau = 0, sigma = 0: mean of exp(ln theta A - (ln theta)^2 B / 2), A = -8.5, B = 31", () => {
    const es = DEFAULT_THETAS.map((theta) => Math.log(theta) * -8.5 - (Math.log(theta) ** 2 * 31) / 2);
    expect(calibratedLogE(weighWeeks(weeks, 0), NONE, "down")).toBeCloseTo(logMean(es), 12);
  });

  it("its expectation over A ~ N(mB, B + tau^2 B^2) is 1: what Ville's inequality needs", () => {
    const B = 40;
    const spread = Math.sqrt(B + PLACEBOS.tau2 * B * B);
    let sum = 0;
    for (let z = -16; z <= 9; z += 0.001) {
      const a = PLACEBOS.m * B + z * spread;
      const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
      sum += 0.001 * density * Math.exp(calibratedLogE({ a, b: B }, PLACEBOS, "down"));
    }
    expect(sum).toBeCloseTo(1, 6);
  });

  it("no evidence is too strong: a million weeks stay finite", () => {
    const sums = { a: -1e7, b: 1e7 };
    expect(calibratedLogE(sums, NONE, "down")).toBeGreaterThan(1e5);
    expect(Number.isFinite(calibratedLogE(sums, NONE, "up"))).toBe(true);
  });
});

describe("monitor", () => {
  it("joins first returns and the rounds from each on: e = e_1/2 + mean(e_2..e_13)/2, those that have not begun counting 1", () => {
    fc.assert(
      fc.property(history, (rows) => {
        const logEs = [0, 2, 3, 4, 5].map((from) => {
          const own = rows.filter(({ round }) => (from === 0 ? round === 0 : round >= from));
          const weeks = byWeek(own);
          const V = weeks.reduce((sum, { v }) => sum + v, 0);
          return V < 10 ? 0 : asWritten(weeks, PLACEBOS, 1);
        });
        const [first = 0, ...others] = logEs;
        const joined = logMean([first, logMean([...others, ...Array.from({ length: 8 }, () => 0)])]);
        expect(run(rows, plan()).down).toBeCloseTo(joined, 7);
      }),
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

  it("a start needs 2 (J - 1)/alpha by itself: e of 100 rings in first returns, not in round 4", () => {
    const day = (round: number) =>
      advanceMonitor(startMonitor(plan(NONE)), 100, [{ round, n1: 500, n0: 500, d: 100, o: 34 }]);
    const [first, fourth] = [day(0), day(4)];
    expect(Math.exp(first.tracks[0]?.down ?? 0)).toBeGreaterThan(40);
    expect(Math.exp(first.tracks[0]?.down ?? 0)).toBeLessThan(480);
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
    const last = (by: MonitorPlan) =>
      rows.reduce((s, { day, ...cell }) => advanceMonitor(s, day, [cell]), startMonitor(by));
    expect(last(plan(NONE)).down).toBeGreaterThan(Math.log(40));
    expect(last(plan(placebos)).down).toBeLessThan(0);
  });
});
