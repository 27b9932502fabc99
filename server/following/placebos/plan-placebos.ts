import { addDays, daysBetween } from "../days";
import { WATCH } from "../settings";

/** Days between two placebo changes, and that one is followed at least: 13 weeks; every fourth is a year before. */
export const PLACEBO_DAYS = 91;
/** Placebo changes that are measured, and those that are tried at most. */
export const PLACEBOS = { aim: 12, most: 42 };
/** The change's own scope, where there is an elsewhere too. */
const EARLIER = 6;
/** Where there are few: 8 weeks followed, 5 weeks apart; the ninth is a year before. Neighbours share three of their eight weeks. */
const CLOSE: Grid = { followed: 56, first: 84, apart: 35, most: 16 };
/** Scopes beside it, on several days each: people are looked for once per scope. More where there are few days. */
const BESIDE = { least: 8, tried: 30 };
const WIDE: Grid = { followed: null, first: PLACEBO_DAYS, apart: PLACEBO_DAYS, most: 14 };
/** A year of look-back after the 90 days at the start of the data in which nobody is new for sure. */
const LOOK_BACK_WANTED = 365 + 90;

interface Grid {
  /** Null: as long as can be watched before day 0, at most as long as the change itself. */
  followed: number | null;
  first: number;
  apart: number;
  most: number;
}

export interface PlaceboPlan<Unit> {
  kind: "earlier" | "elsewhere";
  day0: string;
  /** Days followed, from day 0 on. */
  days: number;
  /** Null: the change's own scope. */
  unit: Unit | null;
}

/**
 * The placebo changes of a change, in the order in which they are tried (methods 4): its own scope 13, 26, 39, 52 ... weeks before
 * day 0, as far back as data reach; and elsewhere, on the same days in turn. Where those are too few they are followed for a
 * shorter time and stand closer. Each is over before day 0. Where the change itself has less than a year and a quarter of look-back,
 * its placebos make do with as much less.
 * @param firstDay the first day of the data
 * @param watched days that the change itself is watched
 */
export function planPlacebos<Unit>(
  day0: string,
  firstDay: string,
  units: readonly Unit[],
  watched: number = WATCH.most,
): PlaceboPlan<Unit>[] {
  const far = earlierDays(day0, firstDay, WIDE);
  const grid = far.length * (1 + units.length) >= PLACEBOS.aim ? WIDE : CLOSE;
  const days = grid === WIDE ? far : earlierDays(day0, firstDay, grid);
  const own = days.slice(0, units.length > 0 && grid === WIDE ? EARLIER : days.length);
  const earlier = own.map((day) => planOf("earlier" as const, day, null));
  const beside = units.slice(0, Math.max(BESIDE.least, Math.ceil(BESIDE.tried / Math.max(1, days.length))));
  const elsewhere = days.flatMap((_, turn) =>
    beside.map((unit, i) => planOf("elsewhere" as const, days[(i + turn) % days.length] ?? "", unit)),
  );
  return [...earlier, ...elsewhere].slice(0, PLACEBOS.most);

  function planOf(kind: PlaceboPlan<Unit>["kind"], day: string, unit: Unit | null) {
    return { kind, day0: day, days: grid.followed ?? Math.min(watched, daysBetween(day, day0)), unit };
  }
}

function earlierDays(day0: string, firstDay: string, { first, apart, most }: Grid): string[] {
  const history = daysBetween(firstDay, day0);
  const wanted = Math.max(PLACEBO_DAYS, Math.min(LOOK_BACK_WANTED, history - first));
  const reach = Math.floor((history - wanted - first) / apart) + 1;
  return Array.from({ length: Math.max(0, Math.min(most, reach)) }, (_, i) => addDays(day0, -(first + apart * i)));
}
