import { group } from "d3-array";
import { type FollowRate, followRate } from "../../stats/follow-rate";
import { type MergedStratum, mergeStrata } from "../../stats/merge-strata";
import type { Cohort } from "../cohort/open-cohort";
import { DIMENSIONS, type PartsOf } from "../schema";
import { BAND_Z } from "../settings";
import { asStrata } from "./estimate-rate";
import type { HabitCount } from "./read-habits";
import type { StretchCount } from "./read-returns";

type Part = PartsOf<"breakdown">["dimensions"][number];
type Row = Part["rows"][number];

/**
 * The change's returns by main store, category and channel. The exposed of a row are held against all twins of their strata,
 * small strata joined as for the change as a whole: so the rows' expected returns, and with them the missing ones, add up to
 * the change's. A ratio's limits are those of its own strata around it, z = 2.9. Described, not watched: no row has an alarm.
 */
export function breakDown(
  cohort: Pick<Cohort, "strata">,
  counts: readonly StretchCount[],
  habits: readonly HabitCount[],
): Omit<PartsOf<"breakdown">, "stretch"> {
  const merged = mergeStrata(asStrata(cohort, counts));
  const place = new Map(merged.flatMap(({ strata }, i) => strata.map((stratum) => [Number(stratum), i] as const)));
  const dimensions = DIMENSIONS.flatMap((dimension): Part[] => {
    const own = habits.filter((habit) => habit.dimension === dimension && place.has(habit.stratum));
    const rows = [...group(own, ({ ref }) => ref)].map(([ref, some]) => rowOf(ref, together(merged, place, some)));
    return rows.length === 0 ? [] : [{ dimension, rows }];
  });
  return { dimensions };
}

interface Cell extends Pick<MergedStratum, "n1" | "n0" | "y1" | "y0"> {
  stratum: number;
}

/** The row's people in each of the change's joined strata, with all twins of it. */
function together(
  merged: readonly MergedStratum[],
  place: ReadonlyMap<number, number>,
  habits: readonly HabitCount[],
): Cell[] {
  const cells = new Map<number, Cell>();
  for (const { stratum, n1, y1 } of habits) {
    const at = place.get(stratum) ?? 0;
    const { n0 = 0, y0 = 0 } = merged[at] ?? {};
    const cell = cells.get(at) ?? { stratum: at, n1: 0, y1: 0, n0, y0 };
    cells.set(at, { ...cell, n1: cell.n1 + n1, y1: cell.y1 + y1 });
  }
  return [...cells.values()];
}

function rowOf(ref: string | null, cells: readonly Cell[]): Row {
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
  const observed = sum(({ y1 }) => y1);
  const expected = sum(({ n1, n0, y0 }) => (n0 > 0 ? (n1 * y0) / n0 : 0));
  const counts = { ref, exposed: sum(({ n1 }) => n1), twins: sum(({ n0 }) => n0), observed, expected };
  const rate = followRate(cells, { z: BAND_Z });
  if (rate.kind === "cannot say" || !rate.shown || expected <= 0) return { ...counts, rate: null, missing: null };
  return { ...counts, rate: around(observed / expected, rate), missing: moved(expected - observed, rate) };
}

/** Joining small strata of a row anew moves its ratio a little: its limits are moved along. */
function around(ratio: number, { ratio: own, interval }: FollowRate): Row["rate"] {
  const scale = own > 0 ? ratio / own : 1;
  const upper = Number.isFinite(interval.upper) ? interval.upper * scale : null;
  return { ratio, lower: interval.lower * scale, upper };
}

function moved(value: number, { missingReturns: { value: own, interval } }: FollowRate): Row["missing"] {
  return { lower: interval.lower + value - own, upper: interval.upper + value - own };
}
