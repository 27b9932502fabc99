import { LEAST_VARIANCE, logMean } from "@/server/stats/calibrated-evidence";
import { type Calibration, calibrate } from "@/server/stats/placebo-calibration";
import { DEFAULT_THETAS } from "@/server/stats/safe-log-rank";
import type { DaySums } from "./day-sums";
import { ROUNDS, YEAR } from "./follow";
import type { Calibrations } from "./placebos";

/** ln e of a change at the end of each day (methods 4, level 1), both directions; and of all and each segment, for level 2. */
export interface Path {
  down: Float64Array;
  up: Float64Array;
  slices: { name: string; down: Float64Array; up: Float64Array }[];
}

/** "rounds": each round by itself, as methods 4 first had it. "starts": from each round on. */
export type Rule = "rounds" | "starts";

const SHIFTS = Float64Array.from(DEFAULT_THETAS, Math.log);
const UNCALIBRATED = calibrate([]);

/**
 * The monitors of stats/monitor.ts over a year of daily looks, on sums of days (held equal to it in honesty.sim.test.ts).
 * Without calibrations: m = 0, tau = 0.05.
 */
export function watch(sums: DaySums, calibrations: Calibrations | null, rule: Rule = "starts"): Path {
  const slices = sums.names.map((name, slice) => {
    const own = calibrations?.get(name) ?? { first: UNCALIBRATED, rounds: UNCALIBRATED };
    return { name, ...watchSlice(sums, slice, own, rule) };
  });
  return { down: levelOne(slices, "down"), up: levelOne(slices, "up"), slices };
}

function levelOne(slices: Path["slices"], direction: "down" | "up"): Float64Array {
  return Float64Array.from({ length: YEAR }, (_, day) => {
    const [all = 0, ...segments] = slices.map((slice) => slice[direction][day] ?? 0);
    return segments.length === 0 ? all : logMean([all, logMean(segments)]);
  });
}

function watchSlice(sums: DaySums, slice: number, own: { first: Calibration; rounds: Calibration }, rule: Rule) {
  const sides = () => ({ down: new Float64Array(YEAR), up: new Float64Array(YEAR) });
  const total = sides();
  for (let start = 0; start <= ROUNDS; start += 1) {
    if (start === 1) continue;
    const [from, to] = start === 0 ? [0, 0] : [start, rule === "starts" ? ROUNDS : start];
    const weight = start === 0 ? 0.5 : 0.5 / (ROUNDS - 1);
    addTrack(total, weight, sums, slice, from, to, start === 0 ? own.first : own.rounds);
  }
  return { down: total.down.map(Math.log), up: total.up.map(Math.log) };
}

/** Adds weight x e of the weeks of rounds from..to, day by day. */
function addTrack(
  total: { down: Float64Array; up: Float64Array },
  weight: number,
  sums: DaySums,
  slice: number,
  from: number,
  to: number,
  { m, tau2, sigma2 }: Calibration,
): void {
  const [xs, vs] = [sums.x[slice], sums.v[slice]];
  if (xs === undefined || vs === undefined) return;
  let [a, b, x, v, V, down, up] = [0, 0, 0, 0, 0, 1, 1];
  for (let day = 0; day < YEAR; day += 1) {
    if (day % 7 === 0) {
      a += x / (1 + sigma2 * v);
      b += v / (1 + sigma2 * v);
      x = 0;
      v = 0;
    }
    let gained = 0;
    for (let round = from; round <= to; round += 1) {
      x += xs[round * YEAR + day] ?? 0;
      gained += vs[round * YEAR + day] ?? 0;
    }
    v += gained;
    V += gained;
    if (gained > 0 && V >= LEAST_VARIANCE) {
      const B = b + v / (1 + sigma2 * v);
      const away = a + x / (1 + sigma2 * v) - m * B;
      const shrink = 1 / (1 + tau2 * B);
      down = 0;
      up = 0;
      for (let k = 0; k < SHIFTS.length; k += 1) {
        const shift = SHIFTS[k] ?? 0;
        const cost = (shift * shift * B) / 2;
        down += Math.exp((shift * away - cost) * shrink);
        up += Math.exp((-shift * away - cost) * shrink);
      }
      down /= SHIFTS.length;
      up /= SHIFTS.length;
    }
    total.down[day] = (total.down[day] ?? 0) + weight * down;
    total.up[day] = (total.up[day] ?? 0) + weight * up;
  }
}

/** First day on which the evidence reaches the threshold, or null. */
export function alarmDay(path: Float64Array, threshold: number): number | null {
  const limit = Math.log(threshold);
  const day = path.findIndex((logE) => logE >= limit);
  return day < 0 ? null : day;
}
