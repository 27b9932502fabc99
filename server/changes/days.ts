import type { Scope } from "../scope";

/** The day `count` days after `day` (YYYY-MM-DD). */
export function dayAfter(day: string, count = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The day on which people act: *today* is the last complete day of data (D8), so it is the one after. */
export function presentDay(scope: Pick<Scope, "today">): string {
  return dayAfter(scope.today);
}
