import { addDays } from "@/server/following/days";
import { PLACEBOS, planPlacebos } from "@/server/following/placebos/plan-placebos";
import { type Arms, borrowRounds, type Calibration, calibrate, type WeekSum } from "@/server/stats/placebo-calibration";
import type { Random } from "@/server/stats/random";
import type { DaySums } from "./day-sums";
import { MOST_ROUNDS, YEAR } from "./follow";
import { type People, segmentsOf } from "./people";

/** Weeks of one placebo change by slice; of rounds, those of round j begin at j x WEEKS. */
export type PlaceboWeeks = Map<string, { x: Float64Array; v: Float64Array }>;

export type Calibrations = Map<string, { first: Calibration; rounds: Calibration }>;

const WEEKS = YEAR / 7;

/** As stats/week-sums.ts. */
export function sumWeeks({ names, x, v }: DaySums): PlaceboWeeks {
  return new Map(names.map((name, slice) => [name, { x: weekly(x[slice]), v: weekly(v[slice]) }]));
}

function weekly(days: Float64Array | undefined): Float64Array {
  const weeks = new Float64Array((MOST_ROUNDS + 1) * WEEKS);
  days?.forEach((value, at) => {
    const week = Math.floor(at / 7);
    weeks[week] = (weeks[week] ?? 0) + value;
  });
  return weeks;
}

/** A day 0 and a scope with ten others like it, for the plan's sake. */
const PLAN = { day0: "2026-01-05", others: Array.from({ length: 10 }, (_, i) => i) };
/** Days of data before day 0. */
export const THREE_YEARS = 1095;

/** Weeks that each of the first 12 placebo changes is followed, as server/following/placebos/plan-placebos.ts plans them. */
export function placeboLengths(history: number): number[] {
  const plans = planPlacebos(PLAN.day0, addDays(PLAN.day0, -history), PLAN.others);
  return plans.slice(0, PLACEBOS.aim).map(({ days }) => Math.floor(days / 7));
}

export interface Drawn {
  /** Weeks followed, one a placebo. */
  lengths: readonly number[];
  /** Whose slices are calibrated. */
  people: People;
  /** Segments have none of their own. */
  borrow: boolean;
}

/** The product's calibration of each slice, on placebos drawn from the libraries in turn (one for each phase), one a length. */
export function calibrateOn(
  random: Random,
  libraries: readonly (readonly PlaceboWeeks[])[],
  { lengths, people, borrow }: Drawn,
): Calibrations {
  const drawn = lengths.map((weeks, i) => {
    const library = libraries[i % libraries.length] ?? [];
    return { weeks, placebo: library[Math.floor(random() * library.length)] };
  });
  const names = ["all", ...segmentsOf(people)];
  const pairs = names.map((name) => {
    const of = (kind: "first" | "rounds") =>
      calibrate(borrow && name !== "all" ? [] : drawn.map((one) => listWeeks(one.placebo?.get(name), kind, one.weeks)));
    return [name, { first: of("first"), rounds: of("rounds") }] as const;
  });
  const whole = pairs[0]?.[1];
  return new Map(
    pairs.map(([name, own]) => {
      if (whole === undefined || (own.first.calibrated && own.rounds.calibrated)) return [name, own];
      return [name, { first: whole.first, rounds: borrowRounds(whole.rounds, armsOf(people), armsOf(people, name)) }];
    }),
  );
}

/** As server/following/monitors/calibration-of.ts. */
function armsOf({ strata }: People, segment?: string): Arms {
  const own = strata.filter((row) => segment === undefined || segment === "all" || row.segment === segment);
  const sum = (arm: "exposed" | "twins") => own.reduce((total, row) => total + row[arm], 0);
  return { exposed: sum("exposed"), twins: sum("twins") };
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
