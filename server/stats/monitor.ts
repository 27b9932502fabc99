import { type Calibrated, calibratedLogE, LEAST_VARIANCE, logMean } from "@/server/stats/calibrated-evidence";
import { hypergeometricMoments } from "@/server/stats/hypergeometric";
import type { Calibration, WeekSum } from "@/server/stats/placebo-calibration";
import type { DayCell } from "@/server/stats/safe-log-rank";

/** A cell of one calendar day: round 0 = first returns, round j >= 2 = first returns within round j. Round 1 is passed over. */
export interface RoundCell extends DayCell {
  round: number;
}

export interface MonitorPlan {
  /** Day 0 of the first wave, as a day number; weeks are counted from it. */
  day0: number;
  roundDays: number;
  /** J: rounds until the monitor closes, at most 52 weeks of them (13 of 28 days). */
  rounds: number;
  calibration: { first: Calibration; rounds: Calibration };
}

/** First returns (from = 0), or the rounds from one on: sums of its finished weeks, and of the week in progress. */
interface Track {
  from: number;
  observed: number;
  expected: number;
  variance: number;
  a: number;
  b: number;
  week: number;
  x: number;
  v: number;
  /** ln e of this track tonight. */
  down: number;
  up: number;
}

interface Lowest {
  logE: number;
  day: number | null;
}

/** All that tomorrow needs; plain JSON. */
export interface MonitorState {
  plan: MonitorPlan;
  /** Last day advanced over. */
  day: number | null;
  tracks: Track[];
  /** ln of the joined e tonight, and where it was lowest. */
  down: number;
  up: number;
  lowest: { down: Lowest; up: Lowest };
}

export interface MonitorEvidence {
  /** ln e, joined over first returns and the rounds from each one on: e_1/2 + mean(e_2..e_J)/2. */
  down: number;
  up: number;
  /** Whether first returns, or the rounds from one on, would ring tonight by themselves (e_1 >= 2/alpha, e_j >= 2(J - 1)/alpha). */
  alone: { down: boolean; up: boolean };
  /** Last day on which the joined evidence stood at its lowest; null = it rose from the first day on. */
  since: { down: number | null; up: number | null };
  /** First returns of the exposed: seen, expected, and the variance of the difference. */
  observed: number;
  expected: number;
  variance: number;
  /** The same over rounds 2 to J. */
  rounds: { observed: number; expected: number; variance: number };
}

export function startMonitor(plan: MonitorPlan): MonitorState {
  const lowest = (): Lowest => ({ logE: 0, day: null });
  return { plan, day: null, tracks: [], down: 0, up: 0, lowest: { down: lowest(), up: lowest() } };
}

/**
 * One more calendar day, all its cells of all rounds at once; days without returns may be passed over. Pure: the state given is
 * left as it was. `day` must follow `state.day`. Source: methods 4, "Calibration" and "Rounds"; e_j takes the weeks of round j and
 * all later ones together (docs/methods/honesty.md: each round by itself finds late losses too seldom).
 * The week in progress is weighed as a week of the days it has: with a shock common to the week, (X, v) so far is sufficient
 * for it, so each day's e is the likelihood ratio of all that is known.
 */
export function advanceMonitor(state: MonitorState, day: number, cells: readonly RoundCell[]): MonitorState {
  if (state.day !== null && day <= state.day) throw new RangeError(`Day ${day} does not follow day ${state.day}.`);
  const { plan } = state;
  const sums = sumByRound(cells, plan.rounds);
  const week = Math.floor((day - plan.day0) / 7);
  const tracks = begin(state.tracks, sums, week).map((track) => {
    const sum = sumFrom(sums, track.from);
    return sum === null ? track : grow(track, week, sum, plan);
  });
  const down = join(tracks, plan.rounds, "down");
  const up = join(tracks, plan.rounds, "up");
  const lowest = { down: sink(state, "down", day, down), up: sink(state, "up", day, up) };
  return { plan, day, tracks, down, up, lowest };
}

export function evidenceOf(state: MonitorState, alpha = 0.05): MonitorEvidence {
  const { plan, tracks } = state;
  const rings = (direction: "down" | "up") =>
    tracks.some((track) => track[direction] >= Math.log((2 * (track.from === 0 ? 1 : plan.rounds - 1)) / alpha));
  const totals = (start: number) => {
    const { observed, expected, variance } = tracks.find(({ from }) => from === start) ?? startTrack(0, 0);
    return { observed, expected, variance };
  };
  return {
    down: state.down,
    up: state.up,
    alone: { down: rings("down"), up: rings("up") },
    since: { down: state.lowest.down.day, up: state.lowest.up.day },
    ...totals(0),
    rounds: totals(2),
  };
}

interface DaySum extends WeekSum {
  observed: number;
}

function sumByRound(cells: readonly RoundCell[], rounds: number): Map<number, DaySum> {
  const sums = new Map<number, DaySum>();
  for (const cell of cells) {
    if (cell.round === 1 || cell.round > rounds) continue;
    if (cell.d === 0 || cell.n1 === 0 || cell.n0 === 0) continue;
    const { mean, variance } = hypergeometricMoments(cell);
    const sum = sums.get(cell.round) ?? { x: 0, v: 0, observed: 0 };
    sum.x += cell.o - mean;
    sum.v += variance;
    sum.observed += cell.o;
    sums.set(cell.round, sum);
  }
  return sums;
}

/** A track opens with the first return of its round or of a later one. */
function begin(tracks: readonly Track[], sums: ReadonlyMap<number, DaySum>, week: number): Track[] {
  const latest = Math.max(0, ...sums.keys());
  const asked = [...(sums.has(0) ? [0] : []), ...Array.from({ length: Math.max(0, latest - 1) }, (_, i) => i + 2)];
  const fresh = asked.filter((from) => !tracks.some((track) => track.from === from));
  return [...tracks, ...fresh.map((from) => startTrack(from, week))];
}

/** First returns, or the sum over the rounds from this one on; null where there is nothing today. */
function sumFrom(sums: ReadonlyMap<number, DaySum>, from: number): DaySum | null {
  if (from === 0) return sums.get(0) ?? null;
  const own = [...sums].filter(([round]) => round >= from).map(([, sum]) => sum);
  if (own.length === 0) return null;
  const total = (of: (sum: DaySum) => number) => own.reduce((all, sum) => all + of(sum), 0);
  return { x: total(({ x }) => x), v: total(({ v }) => v), observed: total(({ observed }) => observed) };
}

function startTrack(from: number, week: number): Track {
  return { from, observed: 0, expected: 0, variance: 0, a: 0, b: 0, week, x: 0, v: 0, down: 0, up: 0 };
}

function grow(track: Track, week: number, sum: DaySum, { calibration }: MonitorPlan): Track {
  const own = track.from === 0 ? calibration.first : calibration.rounds;
  const { a, b, x, v } = week === track.week ? track : { ...addWeek(track, own.sigma2), x: 0, v: 0 };
  const next = { ...track, a, b, week, x: x + sum.x, v: v + sum.v };
  next.observed += sum.observed;
  next.expected += sum.observed - sum.x;
  next.variance += sum.v;
  if (next.variance < LEAST_VARIANCE) return next;
  const all: Calibrated = addWeek(next, own.sigma2);
  return { ...next, down: calibratedLogE(all, own, "down"), up: calibratedLogE(all, own, "up") };
}

function addWeek({ a, b, x, v }: Track, sigma2: number): Calibrated {
  const inflated = 1 + sigma2 * v;
  return { a: a + x / inflated, b: b + v / inflated };
}

/** Rounds that have not begun, or hold too little yet, count 1. */
function join(tracks: readonly Track[], rounds: number, direction: "down" | "up"): number {
  const first = tracks.find(({ from }) => from === 0)?.[direction] ?? 0;
  if (rounds < 2) return first;
  const begun = tracks.filter(({ from }) => from > 0).map((track) => track[direction]);
  const others = logMean([...begun, ...Array.from({ length: rounds - 1 - begun.length }, () => 0)]);
  return logMean([first, others]);
}

/** Evidence that did not move since the last day advanced over was still at its lowest yesterday. */
function sink({ lowest, ...state }: MonitorState, direction: "down" | "up", day: number, logE: number): Lowest {
  const before = lowest[direction];
  if (logE <= before.logE) return { logE, day };
  return state.day !== null && state[direction] <= before.logE ? { ...before, day: day - 1 } : before;
}
