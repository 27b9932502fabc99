const DAY_MS = 86_400_000;

/** The ISO day `count` days after `day`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** Days since 1 January 1970, as server/stats counts them, and back. */
export function dayNumber(day: string): number {
  return daysBetween("1970-01-01", day);
}

export function dayOf(number: number): string {
  return addDays("1970-01-01", number);
}

/** The earlier of two ISO days, which sort as text. */
export function earlier(...days: [string, ...string[]]): string {
  return [...days].sort()[0] ?? days[0];
}
