import { type CannotSay, cannotSay } from "@/server/stats/estimate";
import { logTilts } from "@/server/stats/hypergeometric";
import type { DayCell } from "@/server/stats/safe-log-rank";

/** All that tomorrow needs; plain JSON: ln L at each node of ln theta, up to a constant. */
export interface HazardSequenceState {
  logL: number[];
}

export interface HazardSequence {
  kind: "average hazard ratio";
  /** Odds, on any day, that a return is an exposed person's, against equal chances. */
  value: number;
  /** Holds on all days at once, under proportional hazards only. 0 and Infinity = no limit yet. */
  interval: { lower: number; upper: number; level: number; kind: "confidence sequence" };
  label: "average hazard ratio, model";
}

/** ln theta: by 0.02 within 0.5 of equal, by 0.1 out to 2.4. */
const NODES = Float64Array.from([...range(-2.4, -0.6, 0.1), ...range(-0.5, 0.5, 0.02), ...range(0.6, 2.4, 0.1)]);
const THETAS = NODES.map(Math.exp);
const SPREAD = 0.35;
/** Prior weights of the nodes: Normal(0, 0.35^2) times the space that each stands for. */
const LOG_WEIGHTS = logWeights();

export function startHazardSequence(): HazardSequenceState {
  return { logL: [...NODES].map(() => 0) };
}

/** Adds cells, of one day or of many, in any order. Pure. Cells with an empty arm say nothing. */
export function advanceHazardSequence(state: HazardSequenceState, cells: readonly DayCell[]): HazardSequenceState {
  const logL = Float64Array.from(state.logL);
  const tilts = new Float64Array(NODES.length);
  for (const cell of cells) {
    if (cell.d === 0 || cell.n1 === 0 || cell.n0 === 0) continue;
    logTilts(cell, THETAS, tilts);
    for (let k = 0; k < logL.length; k += 1) {
      logL[k] = (logL[k] ?? 0) + cell.o * (NODES[k] ?? 0) - (tilts[k] ?? 0);
    }
  }
  return { logL: [...logL] };
}

/**
 * The tilts theta0 with L(theta0) > (1 - level) x the mean of L under the prior: the mean over a fixed prior divided by L(theta0) is
 * a martingale of mean 1 if theta0 is true, so by Ville's inequality the set holds it on every day at once with this level.
 * Source: Waudby-Smith & Ramdas 2020 (prior-posterior ratio); Fisher's non-central hypergeometric for ties. Limits are the first
 * nodes outside the set, so they err to the wide side. Cannot say where the likelihood has its peak at the grid's edge.
 */
export function hazardRatioOf({ logL }: HazardSequenceState, level = 0.95): HazardSequence | CannotSay {
  const most = Math.max(...logL);
  const best = logL.indexOf(most);
  if (best === 0 || best === logL.length - 1 || logL.every((value) => value === 0))
    return cannotSay("one arm is empty", 1, 0);
  const mixed =
    most + Math.log(logL.reduce((sum, value, k) => sum + Math.exp(value - most + (LOG_WEIGHTS[k] ?? 0)), 0));
  const least = mixed + Math.log(1 - level);
  const inside = logL.map((value) => value > least);
  const lower = inside.indexOf(true) - 1;
  const upper = inside.lastIndexOf(true) + 1;
  return {
    kind: "average hazard ratio",
    value: Math.exp(peakAt(logL, best)),
    interval: {
      lower: THETAS[lower] ?? 0,
      upper: THETAS[upper] ?? Number.POSITIVE_INFINITY,
      level,
      kind: "confidence sequence",
    },
    label: "average hazard ratio, model",
  };
}

/** The top of the parabola through the best node and its neighbours. */
function peakAt(logL: readonly number[], best: number): number {
  const [x0 = 0, x1 = 0, x2 = 0] = NODES.subarray(best - 1, best + 2);
  const [y0 = 0, y1 = 0, y2 = 0] = logL.slice(best - 1, best + 2);
  const [left, right] = [(y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)];
  const bend = (right - left) / (x2 - x0);
  return bend < 0 ? (x0 + x1) / 2 - left / (2 * bend) : x1;
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
}

function logWeights(): Float64Array {
  const weights = NODES.map((node, k) => {
    const space = ((NODES[k + 1] ?? node) - (NODES[k - 1] ?? node)) / 2;
    return space * Math.exp(-(node * node) / (2 * SPREAD * SPREAD));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.log(weight / total));
}
