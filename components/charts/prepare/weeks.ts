const dayMs = 86_400_000;

/** Days from `from` to `day`, both `YYYY-MM-DD`. */
export function daysBetween(from: string, day: string): number {
  return Math.round((Date.parse(day) - Date.parse(from)) / dayMs);
}

/** The day `count` days after `day`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);
}

/** Days of a time axis from `from` to `to`: a word every `every` weeks, a hairline every week. */
export function weekTicks(from: string, to: string, every: number): { day: string; at: number; named: boolean }[] {
  const length = Math.max(1, daysBetween(from, to));
  return Array.from({ length: Math.floor(length / 7) + 1 }, (_, week) => ({
    day: addDays(from, week * 7),
    at: (week * 7) / length,
    named: week % every === 0,
  }));
}
