import { type CannotSay, cannotSay } from "@/server/stats/estimate";
import { logTilts, tiltedSum } from "@/server/stats/hypergeometric";
import { type DayCell, DEFAULT_THETAS } from "@/server/stats/safe-log-rank";

export interface AverageHazardRatio {
  kind: "average hazard ratio";
  /** Odds, on any day, that a return is an exposed person's, against equal chances: 0.8 = they return a fifth more slowly. */
  value: number;
  /** Holds however often one looks, under proportional hazards only. 0 and Infinity = no limit yet. */
  interval: { lower: number; upper: number; level: number; kind: "confidence sequence" };
  label: "average hazard ratio, model";
}

const FARTHEST_LOG = 9;

/**
 * The tilt theta that makes the observed exposed returns the expected ones (conditional maximum likelihood over all cells), and the
 * set of tilts that the safe test does not reject at 1 - level. Source: ter Schure et al., "The Safe Logrank Test", section on anytime-valid intervals.
 * Against theta0 the evidence is the mean of L(theta0 m)/L(theta0) over the multipliers of the test and their inverses.
 * Cannot say where all returns are in one arm of every cell.
 */
export function averageHazardRatio(days: readonly DayCell[], level = 0.95): AverageHazardRatio | CannotSay {
  const cells = days.filter((cell) => cell.d > 0 && cell.n1 > 0 && cell.n0 > 0);
  const observed = cells.reduce((sum, cell) => sum + cell.o, 0);
  const most = cells.reduce((sum, cell) => sum + Math.min(cell.n1, cell.d), 0);
  const least = cells.reduce((sum, cell) => sum + Math.max(0, cell.d - cell.n0), 0);
  if (observed <= least || observed >= most) return cannotSay("one arm is empty", 1, 0);
  const excess = (log: number) => cells.reduce((sum, cell) => sum + tiltedSum(cell, Math.exp(log)).mean, 0) - observed;
  const peak = bisect(excess, -FARTHEST_LOG, FARTHEST_LOG);
  const against = evidenceAgainst(cells, observed);
  const limit = -Math.log(1 - level);
  const low =
    against(-FARTHEST_LOG) < limit
      ? Number.NEGATIVE_INFINITY
      : bisect((log) => limit - against(log), -FARTHEST_LOG, peak);
  const high =
    against(FARTHEST_LOG) < limit
      ? Number.POSITIVE_INFINITY
      : bisect((log) => against(log) - limit, peak, FARTHEST_LOG);
  return {
    kind: "average hazard ratio",
    value: Math.exp(peak),
    interval: { lower: Math.exp(low), upper: Math.exp(high), level, kind: "confidence sequence" },
    label: "average hazard ratio, model",
  };
}

/** ln of the mean evidence against ln theta0. */
function evidenceAgainst(cells: readonly DayCell[], observed: number): (log: number) => number {
  const moves = DEFAULT_THETAS.flatMap((theta) => [Math.log(theta), -Math.log(theta)]);
  return (log) => {
    const logs = [0, ...moves].map((move) => log + move);
    const [base = 0, ...others] = logLikelihoods(cells, observed, logs);
    const most = Math.max(...others);
    return most - base + Math.log(others.reduce((sum, value) => sum + Math.exp(value - most), 0) / others.length);
  };
}

function logLikelihoods(cells: readonly DayCell[], observed: number, logs: readonly number[]): number[] {
  const thetas = Float64Array.from(logs, Math.exp);
  const tilts = new Float64Array(logs.length);
  const sums = logs.map((log) => observed * log);
  for (const cell of cells) {
    logTilts(cell, thetas, tilts);
    for (let k = 0; k < sums.length; k += 1) sums[k] = (sums[k] ?? 0) - (tilts[k] ?? 0);
  }
  return sums;
}

/** The root of a rising function in [low, high]. */
function bisect(rising: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let i = 0; i < 60; i += 1) {
    const middle = (from + to) / 2;
    if (rising(middle) < 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
