import type { ShiftError } from "./shift-error";
import { FEATURES, type ShiftMetric, type ShiftSums } from "./shift-sums";
import { personVariance, storeVariance } from "./shift-variance";
import { countBy, key, weightsOf } from "./shift-weights";
import { studentQuantile, twoSided } from "./student-t";

export interface Shift {
  kind: "shift";
  metric: ShiftMetric;
  exposed: { before: number; after: number };
  /** The twins, weighed like the exposed. */
  twins: { before: number; after: number };
  /** (exposed after - before) - (twins after - before). */
  value: number;
  lower: number;
  upper: number;
  p: number;
}

export interface NoShift {
  kind: "cannot say";
  metric: ShiftMetric;
  why: "too few people" | "too few with any";
  need: number;
  have: number;
}

/** People in each arm, and people with any of it in each arm, under which nothing is said. */
const LEAST = 30;
/**
 * Difference-in-differences between exposed and twins, twins weighed n1/n0 within the stratum (methods 5), figure by figure. Basket value is
 * a ratio of sums, linearised. By store: scores summed by store, times G/(G - 1), Student's t with G - 1 degrees (Cameron & Miller 2015);
 * by customer: variances within stratum and arm, plus tau^2 of the exposed's own level, as arms stand apart without any change.
 */
export function behaviourShifts(
  all: readonly ShiftSums[],
  error: ShiftError,
): (metric: ShiftMetric) => Shift | NoShift {
  const rows = comparable(all);
  const weight = weightsOf(rows);
  const means = { exposed: meansOf(rows, true, weight), twins: meansOf(rows, false, weight) };
  const have = leastOf(rows, ({ n }) => n);
  const varianceOf = (error.by === "store" ? storeVariance : personVariance)(rows, weight);
  return (metric) => {
    if (have < LEAST) return { kind: "cannot say", metric, why: "too few people", need: LEAST, have };
    const some = leastOf(rows, ({ active }) => active[metric]);
    if (some < LEAST) return { kind: "cannot say", metric, why: "too few with any", need: LEAST, have: some };
    const exposed = levels(metric, means.exposed);
    const twins = levels(metric, means.twins);
    const value = exposed.after - exposed.before - (twins.after - twins.before);
    const own = varianceOf({ exposed: exposed.score, twins: twins.score });
    const variance = own + error.tau2 * exposed.after ** 2;
    const df = error.by === "store" ? error.clusters - 1 : Number.POSITIVE_INFINITY;
    const half = studentQuantile(0.975, df) * Math.sqrt(variance);
    return {
      ...{ kind: "shift", metric, value, lower: value - half, upper: value + half },
      exposed: { before: exposed.before, after: exposed.after },
      twins: { before: twins.before, after: twins.after },
      p: variance > 0 ? twoSided(value / Math.sqrt(variance), df) : 1,
    };
  };
}

/** Strata with at least two people in each arm: one alone has no spread. */
function comparable(rows: readonly ShiftSums[]): ShiftSums[] {
  const sizes = countBy(rows);
  const size = (stratum: number, exposed: boolean) => sizes.get(key(stratum, exposed)) ?? 0;
  return rows.filter(({ stratum }) => size(stratum, true) >= 2 && size(stratum, false) >= 2);
}

function leastOf(rows: readonly ShiftSums[], of: (row: ShiftSums) => number): number {
  const total = (exposed: boolean) => rows.reduce((sum, row) => sum + (row.exposed === exposed ? of(row) : 0), 0);
  return Math.min(total(true), total(false));
}

interface Levels {
  before: number;
  after: number;
  /** Of each of FEATURES, how one person's moves after - before. */
  score: number[];
}

const PLACES: Record<Exclude<ShiftMetric, "basket">, number> = { occasions: 0, revenue: 2, refunds: 4, complaints: 6 };

/** Of each of FEATURES, per person of an arm, weighed. */
function meansOf(rows: readonly ShiftSums[], exposed: boolean, weight: (row: ShiftSums) => number): number[] {
  const means = FEATURES.map(() => 0);
  for (const row of rows) {
    if (row.exposed !== exposed) continue;
    const w = weight(row);
    for (let i = 0; i < means.length; i += 1) means[i] = (means[i] ?? 0) + w * (row.sums[i] ?? 0);
  }
  return means;
}

function levels(metric: ShiftMetric, means: readonly number[]): Levels {
  const score = FEATURES.map(() => 0);
  const of = (place: number) => means[place] ?? 0;
  if (metric !== "basket") {
    const place = PLACES[metric];
    score[place] = -1;
    score[place + 1] = 1;
    return { before: of(place), after: of(place + 1), score };
  }
  const [occasionsBefore, occasionsAfter] = [of(0), of(1)];
  const before = occasionsBefore > 0 ? of(2) / occasionsBefore : 0;
  const after = occasionsAfter > 0 ? of(3) / occasionsAfter : 0;
  score[2] = -1 / occasionsBefore;
  score[0] = before / occasionsBefore;
  score[3] = 1 / occasionsAfter;
  score[1] = -after / occasionsAfter;
  return { before, after, score };
}
