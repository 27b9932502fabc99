import type { ChangeRule } from "../change-rule";
import type { Cohort } from "../cohort/open-cohort";
import { addDays, daysBetween } from "../days";
import { WATCH } from "../settings";

/** 2 h* after the last wave's day 0, at least 13 and at most 52 weeks; sooner where the change was rolled back or cancelled. */
export function closesOn(
  target: ChangeRule,
  cohort: Pick<Cohort, "horizonDays">,
): { day: string; why: "watched long enough" | "rolled back" } {
  const { change } = target;
  const over = watchedUntil(target, cohort);
  if (change.state !== "rolled_back" || change.endActual === null || change.endActual > over)
    return { day: over, why: "watched long enough" };
  return { day: addDays(change.endActual, -1), why: "rolled back" };
}

/** J (methods 4): rounds that are over when the monitor closes, at most 52 weeks of them. Fixed by what is planned at day 0. */
export function roundsOf(target: ChangeRule, { horizonDays, roundDays, day0 }: RoundsOf): number {
  const days = daysBetween(day0, watchedUntil(target, { horizonDays })) + 1;
  return Math.max(1, Math.floor(Math.min(WATCH.most, days) / roundDays));
}

type RoundsOf = Pick<Cohort, "horizonDays" | "roundDays" | "day0">;

function watchedUntil({ change, waves }: ChangeRule, cohort: Pick<Cohort, "horizonDays">): string {
  const last = waves.at(-1)?.day0 ?? change.recordedOn;
  return addDays(last, Math.min(WATCH.most, Math.max(WATCH.least, 2 * cohort.horizonDays)) - 1);
}
