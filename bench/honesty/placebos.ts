import { type Calibration, calibrate, type WeekSum } from "@/server/stats/placebo-calibration";
import type { Random } from "@/server/stats/random";
import type { DaySums } from "./day-sums";
import { ROUNDS, YEAR } from "./follow";

/** Weeks of one placebo change by slice; of rounds, those of round j begin at j x WEEKS. */
export type PlaceboWeeks = Map<string, { x: Float64Array; v: Float64Array }>;

export type Calibrations = Map<string, { first: Calibration; rounds: Calibration }>;

const WEEKS = YEAR / 7;

/** As stats/week-sums.ts. */
export function sumWeeks({ names, x, v }: DaySums): PlaceboWeeks {
  return new Map(names.map((name, slice) => [name, { x: weekly(x[slice]), v: weekly(v[slice]) }]));
}

function weekly(days: Float64Array | undefined): Float64Array {
  const weeks = new Float64Array((ROUNDS + 1) * WEEKS);
  days?.forEach((value, at) => {
    const week = Math.floor(at / 7);
    weeks[week] = (weeks[week] ?? 0) + value;
  });
  return weeks;
}

/** Weeks that each placebo could be watched: of the same scope 26, 39, 52 weeks before; further ones in full. */
export const PLACEBO_LENGTHS: readonly number[] = [26, 39, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52];

/** The product's calibration of each slice, on placebos drawn from the libraries in turn (one for each phase), one a length. */
export function calibrateOn(
  random: Random,
  libraries: readonly (readonly PlaceboWeeks[])[],
  lengths: readonly number[] = PLACEBO_LENGTHS,
): Calibrations {
  const drawn = lengths.map((weeks, i) => {
    const library = libraries[i % libraries.length] ?? [];
    return { weeks, placebo: library[Math.floor(random() * library.length)] };
  });
  const names = new Set(drawn.flatMap(({ placebo }) => [...(placebo?.keys() ?? [])]));
  return new Map(
    [...names].map((name) => {
      const of = (kind: "first" | "rounds") =>
        calibrate(drawn.map(({ weeks, placebo }) => listWeeks(placebo?.get(name), kind, weeks)));
      return [name, { first: of("first"), rounds: of("rounds") }] as const;
    }),
  );
}

function listWeeks(weeks: { x: Float64Array; v: Float64Array } | undefined, kind: "first" | "rounds", until: number) {
  const list: WeekSum[] = [];
  if (weeks === undefined) return list;
  const [from, to] = kind === "first" ? [0, WEEKS] : [2 * WEEKS, weeks.x.length];
  for (let at = from; at < to; at += 1) {
    const v = weeks.v[at] ?? 0;
    if (v > 0 && at % WEEKS < until) list.push({ x: weeks.x[at] ?? 0, v });
  }
  return list;
}
