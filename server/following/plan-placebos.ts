import { addDays, daysBetween } from "./days";

/** Days that a placebo change is followed, and between two of them: 13 weeks; every fourth is a year before. */
export const PLACEBO_DAYS = 91;
/** Placebo changes that are tried first, and those that say something at most. */
export const PLACEBOS = { aim: 12, most: 14 };
/** A year of earlier days comes first where there is an elsewhere to fill up with; each day costs a pass over the visits. */
const EARLIER = 4;
/** A year of look-back after the 90 days at the start of the data in which nobody is new for sure. */
const LOOK_BACK_WANTED = 365 + 90;

export interface PlaceboPlan<Unit> {
  kind: "earlier" | "elsewhere";
  day0: string;
  /** Null: the change's own scope. */
  unit: Unit | null;
}

/**
 * The placebo changes of a change, in the order in which they are tried (methods 4): its own scope 13, 26, 39, 52 ... weeks before
 * day 0, as far back as data reach; and elsewhere, on the same days in turn; the days of more than a year before come last. Each is
 * over before day 0. Where the change itself has
 * less than a year and a quarter of look-back, its placebos make do with as much less.
 * @param firstDay the first day of the data
 */
export function planPlacebos<Unit>(day0: string, firstDay: string, units: readonly Unit[]): PlaceboPlan<Unit>[] {
  const days = earlierDays(day0, firstDay);
  if (units.length === 0) return days.map(ofItself);
  const [near, far] = [days.slice(0, EARLIER), days.slice(EARLIER)];
  return [...near.map(ofItself), ...inTurn(near, units), ...far.map(ofItself), ...inTurn(far, units)];
}

function ofItself(day0: string): PlaceboPlan<never> {
  return { kind: "earlier", day0, unit: null };
}

/** Every unit on every day once; each turn shifts them by a day. */
function inTurn<Unit>(days: readonly string[], units: readonly Unit[]): PlaceboPlan<Unit>[] {
  return days.flatMap((_, turn) =>
    units.map(
      (unit, i): PlaceboPlan<Unit> => ({ kind: "elsewhere", day0: days[(i + turn) % days.length] ?? "", unit }),
    ),
  );
}

function earlierDays(day0: string, firstDay: string): string[] {
  const history = daysBetween(firstDay, day0);
  const wanted = Math.max(PLACEBO_DAYS, Math.min(LOOK_BACK_WANTED, history - PLACEBO_DAYS));
  const reach = Math.floor((history - wanted) / PLACEBO_DAYS);
  return Array.from({ length: Math.max(0, Math.min(PLACEBOS.most, reach)) }, (_, i) =>
    addDays(day0, -PLACEBO_DAYS * (i + 1)),
  );
}
