import { type Calibrated, calibratedLogE, LEAST_VARIANCE } from "@/server/stats/calibrated-evidence";
import { hypergeometricMoments } from "@/server/stats/hypergeometric";
import type { Calibration, WeekSum } from "@/server/stats/placebo-calibration";
import type { DayCell } from "@/server/stats/safe-log-rank";

/** A cell of one calendar day: round 0 = first returns, round j >= 2 = first returns within round j. Round 1 is passed over. */
export interface RoundCell extends DayCell {
  round: number;
}

/** First returns (from = 0), or the rounds from one on: sums of its finished weeks, and of the week in progress. */
export interface Track {
  from: number;
  observed: number;
  expected: number;
  variance: number;
  a: number;
  b: number;
  c: number;
  week: number;
  x: number;
  v: number;
  third: number;
  /** ln e of this track tonight. */
  down: number;
  up: number;
}

/** Sums of one calendar day. */
export interface DaySum extends WeekSum {
  third: number;
  observed: number;
}

export function sumByRound(cells: readonly RoundCell[], rounds: number): Map<number, DaySum> {
  const sums = new Map<number, DaySum>();
  for (const cell of cells) {
    if (cell.round === 1 || cell.round > rounds) continue;
    if (cell.d === 0 || cell.n1 === 0 || cell.n0 === 0) continue;
    const { mean, variance, third } = hypergeometricMoments(cell);
    const sum = sums.get(cell.round) ?? { x: 0, v: 0, third: 0, observed: 0 };
    sum.x += cell.o - mean;
    sum.v += variance;
    sum.third += third;
    sum.observed += cell.o;
    sums.set(cell.round, sum);
  }
  return sums;
}

/** A track opens with the first return of its round or of a later one. */
export function begin(tracks: readonly Track[], sums: ReadonlyMap<number, DaySum>, week: number): Track[] {
  const latest = Math.max(0, ...sums.keys());
  const asked = [...(sums.has(0) ? [0] : []), ...Array.from({ length: Math.max(0, latest - 1) }, (_, i) => i + 2)];
  const fresh = asked.filter((from) => !tracks.some((track) => track.from === from));
  return [...tracks, ...fresh.map((from) => startTrack(from, week))];
}

/** First returns, or the sum over the rounds from this one on; null where there is nothing today. */
export function sumFrom(sums: ReadonlyMap<number, DaySum>, from: number): DaySum | null {
  if (from === 0) return sums.get(0) ?? null;
  const own = [...sums].filter(([round]) => round >= from).map(([, sum]) => sum);
  if (own.length === 0) return null;
  const total = (of: (sum: DaySum) => number) => own.reduce((all, sum) => all + of(sum), 0);
  return {
    x: total(({ x }) => x),
    v: total(({ v }) => v),
    third: total(({ third }) => third),
    observed: total(({ observed }) => observed),
  };
}

export function startTrack(from: number, week: number): Track {
  const sums = { observed: 0, expected: 0, variance: 0, a: 0, b: 0, c: 0, x: 0, v: 0, third: 0 };
  return { from, week, ...sums, down: 0, up: 0 };
}

/** With the returns of a day of `week`. */
export function grow(track: Track, week: number, sum: DaySum, own: Calibration): Track {
  const until = week === track.week ? track : { ...track, ...addWeek(track, own.sigma2), x: 0, v: 0, third: 0 };
  const next = { ...until, week, x: until.x + sum.x, v: until.v + sum.v, third: until.third + sum.third };
  next.observed += sum.observed;
  next.expected += sum.observed - sum.x;
  next.variance += sum.v;
  if (next.variance < LEAST_VARIANCE) return next;
  const all: Calibrated = addWeek(next, own.sigma2);
  return { ...next, down: calibratedLogE(all, own, "down"), up: calibratedLogE(all, own, "up") };
}

function addWeek({ a, b, c, x, v, third }: Track, sigma2: number): Calibrated {
  const inflated = 1 + sigma2 * v;
  return { a: a + x / inflated, b: b + v / inflated, c: c + third / inflated ** 3 };
}
