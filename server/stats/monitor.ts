import { logMean } from "@/server/stats/calibrated-evidence";
import { begin, grow, type RoundCell, startTrack, sumByRound, sumFrom, type Track } from "@/server/stats/monitor-track";
import type { Calibration } from "@/server/stats/placebo-calibration";
import { shareOfStart } from "@/server/stats/start-weights";

export type { RoundCell } from "@/server/stats/monitor-track";

/** Which rules a state was made by; one of other rules is begun anew. 2: weights of the starts, the third moment. */
export const MONITOR_RULE = 2;

export interface MonitorPlan {
  rule: typeof MONITOR_RULE;
  /** Day 0 of the first wave, as a day number; weeks are counted from it. */
  day0: number;
  roundDays: number;
  /** J: rounds until the monitor closes, at most 52 weeks of them (13 of 28 days). */
  rounds: number;
  calibration: { first: Calibration; rounds: Calibration };
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
  /** ln e, joined over first returns and the rounds from each one on: e_1/2 + (sum over j of q_j e_j)/2. */
  down: number;
  up: number;
  /** Whether first returns, or the rounds from one on, would ring tonight by themselves (e_1 >= 2/alpha, e_j >= 2/(q_j alpha)). */
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

export function startMonitor(plan: Omit<MonitorPlan, "rule">): MonitorState {
  const lowest = (): Lowest => ({ logE: 0, day: null });
  return {
    plan: { ...plan, rule: MONITOR_RULE },
    day: null,
    tracks: [],
    down: 0,
    up: 0,
    lowest: { down: lowest(), up: lowest() },
  };
}

/**
 * One more calendar day, all its cells of all rounds at once; days without returns may be passed over. Pure: the state given is
 * left as it was. `day` must follow `state.day`. Source: methods 4, "Calibration" and "Rounds"; e_j takes the weeks of round j and
 * all later ones together (docs/methods/honesty.md: each round by itself finds late losses too seldom), q_j = start-weights.ts.
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
    return sum === null ? track : grow(track, week, sum, calibrationOf(track, plan));
  });
  const down = join(tracks, plan.rounds, "down");
  const up = join(tracks, plan.rounds, "up");
  const lowest = { down: sink(state, "down", day, down), up: sink(state, "up", day, up) };
  return { plan, day, tracks, down, up, lowest };
}

export function evidenceOf(state: MonitorState, alpha = 0.05): MonitorEvidence {
  const { plan, tracks } = state;
  const rings = (direction: "down" | "up") =>
    tracks.some(({ from, [direction]: logE }) => {
      const share = from === 0 ? 1 : shareOfStart(from, plan.rounds);
      return logE >= Math.log(2 / (share * alpha));
    });
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

function calibrationOf({ from }: Track, { calibration }: MonitorPlan): Calibration {
  return from === 0 ? calibration.first : calibration.rounds;
}

/** Rounds that have not begun, or hold too little yet, count 1. */
function join(tracks: readonly Track[], rounds: number, direction: "down" | "up"): number {
  const first = tracks.find(({ from }) => from === 0)?.[direction] ?? 0;
  if (rounds < 2) return first;
  const starts = Array.from({ length: rounds - 1 }, (_, i) => i + 2);
  const logEs = starts.map((start) => tracks.find(({ from }) => from === start)?.[direction] ?? 0);
  const others = logMean(
    logEs,
    starts.map((start) => shareOfStart(start, rounds)),
  );
  return logMean([first, others]);
}

/** Evidence that did not move since the last day advanced over was still at its lowest yesterday. */
function sink({ lowest, ...state }: MonitorState, direction: "down" | "up", day: number, logE: number): Lowest {
  const before = lowest[direction];
  if (logE <= before.logE) return { logE, day };
  return state.day !== null && state[direction] <= before.logE ? { ...before, day: day - 1 } : before;
}
