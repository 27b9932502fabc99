import { hypergeometricMoments, logTilts } from "@/server/stats/hypergeometric";

/** One cell on one day: at risk that morning in each arm, events in both, and how many of them in the exposed arm. */
export interface DayCell {
  n1: number;
  n0: number;
  d: number;
  o: number;
}

export interface StratumDay extends DayCell {
  day: number;
  cell: string | number;
}

/** How strongly the exposed would return, against their twins, under each alternative (methods 4). */
export const DEFAULT_THETAS: readonly number[] = [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.35];

/** Half of alpha = 0.05 for first returns: e >= 2/alpha. */
export const DEFAULT_THRESHOLD = 40;

/** One direction's evidence. All that tomorrow needs; plain JSON. */
export interface Evidence {
  /** ln L per theta, over all days and cells so far. */
  logL: number[];
  /** ln of the mean of L over theta. */
  logE: number;
  /** Lowest logE before the alarm, and the last day on which it stood there: "since about". */
  lowest: number;
  since: number | null;
  /** First day on which e reached the threshold; kept for good. */
  alarmTime: number | null;
}

export interface SafeLogRankState {
  thetas: readonly number[];
  lower: Evidence;
  upper: Evidence;
  observed: number;
  expected: number;
  variance: number;
  /** Last day advanced over. */
  day: number | null;
}

export interface SafeLogRankOptions {
  thetas?: readonly number[];
  threshold?: number;
}

export interface SafeLogRank {
  /** Evidence that the exposed return less, and more, than their twins, after the last day; `logE` has no ceiling. */
  eLower: number;
  eUpper: number;
  logE: { time: number; lower: number; upper: number }[];
  alarmTime: number | null;
  alarmTimeUpper: number | null;
  /** Last day before the alarm on which the evidence was at its lowest. */
  since: number | null;
  observed: number;
  expected: number;
  variance: number;
  threshold: number;
  state: SafeLogRankState;
}

/**
 * Stratified safe log-rank test: an e-process that may be read every day.
 * Under the null (arms exchangeable within a cell) P(e ever reaches 1/a) <= a, by Ville's inequality.
 * Source: ter Schure, Perez-Ortiz, Ly & Grunwald, "The Safe Logrank Test"; with ties by Fisher's non-central hypergeometric.
 * Days may come in any order; all cells of one calendar day are one step. Days without events leave the evidence where it was.
 */
export function safeLogRank(days: readonly StratumDay[], options: SafeLogRankOptions = {}): SafeLogRank {
  const threshold = options.threshold ?? DEFAULT_THRESHOLD;
  let state = startSafeLogRank(options.thetas);
  const logE: SafeLogRank["logE"] = [];
  for (const [day, cells] of inOrder(days)) {
    state = advance(state, day, cells, threshold);
    logE.push({ time: day, lower: state.lower.logE, upper: state.upper.logE });
  }
  return {
    eLower: Math.min(Math.exp(state.lower.logE), Number.MAX_VALUE),
    eUpper: Math.min(Math.exp(state.upper.logE), Number.MAX_VALUE),
    logE,
    alarmTime: state.lower.alarmTime,
    alarmTimeUpper: state.upper.alarmTime,
    since: state.lower.since,
    observed: state.observed,
    expected: state.expected,
    variance: state.variance,
    threshold,
    state,
  };
}

export function startSafeLogRank(thetas: readonly number[] = DEFAULT_THETAS): SafeLogRankState {
  const none = (): Evidence => ({ logL: thetas.map(() => 0), logE: 0, lowest: 0, since: null, alarmTime: null });
  return { thetas, lower: none(), upper: none(), observed: 0, expected: 0, variance: 0, day: null };
}

/** One more calendar day, all its cells at once. Pure: the state given is left as it was. `day` must follow `state.day`. */
export function advance(
  state: SafeLogRankState,
  day: number,
  cells: readonly DayCell[],
  threshold = DEFAULT_THRESHOLD,
): SafeLogRankState {
  if (state.day !== null && day <= state.day) throw new RangeError(`Day ${day} does not follow day ${state.day}.`);
  const k = state.thetas.length;
  const both = Float64Array.from([...state.thetas, ...state.thetas.map((theta) => 1 / theta)]);
  const logs = both.map(Math.log);
  const gained = new Float64Array(2 * k);
  const tilts = new Float64Array(2 * k);
  let { observed, expected, variance } = state;
  for (const cell of cells) {
    if (cell.d === 0 || cell.n1 === 0 || cell.n0 === 0) continue;
    const moments = hypergeometricMoments(cell);
    observed += cell.o;
    expected += moments.mean;
    variance += moments.variance;
    logTilts(cell, both, tilts);
    for (let i = 0; i < 2 * k; i += 1) gained[i] = (gained[i] ?? 0) + cell.o * (logs[i] ?? 0) - (tilts[i] ?? 0);
  }
  const lower = weigh(state.lower, gained.subarray(0, k), day, threshold);
  const upper = weigh(state.upper, gained.subarray(k), day, threshold);
  return { thetas: state.thetas, lower, upper, observed, expected, variance, day };
}

function weigh(before: Evidence, gained: Float64Array, day: number, threshold: number): Evidence {
  const logL = before.logL.map((value, i) => value + (gained[i] ?? 0));
  const most = Math.max(...logL);
  const logE = most + Math.log(logL.reduce((sum, value) => sum + Math.exp(value - most), 0) / logL.length);
  if (before.alarmTime !== null) return { ...before, logL, logE };
  const sinks = logE <= before.lowest;
  const alarmTime = logE >= Math.log(threshold) ? day : null;
  return { logL, logE, lowest: sinks ? logE : before.lowest, since: sinks ? day : before.since, alarmTime };
}

function inOrder(days: readonly StratumDay[]): [number, DayCell[]][] {
  const byDay = new Map<number, DayCell[]>();
  for (const row of days) {
    const cells = byDay.get(row.day);
    if (cells) cells.push(row);
    else byDay.set(row.day, [row]);
  }
  return [...byDay.entries()].sort(([left], [right]) => left - right);
}
