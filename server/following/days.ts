const DAY_MS = 86_400_000;
/** Days that were asked for before, to and fro: a night asks for the same few hundred over and over. */
const MOST = 20_000;
const numbers = new Map<string, number>();
const names = new Map<number, string>();

/** The ISO day `count` days after `day`. */
export function addDays(day: string, count: number): string {
  return dayOf(dayNumber(day) + count);
}

/** Days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** Days since 1 January 1970, as server/stats counts them, and back. */
export function dayNumber(day: string): number {
  return known(numbers, day, () => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS));
}

export function dayOf(number: number): string {
  return known(names, number, () => new Date(number * DAY_MS).toISOString().slice(0, 10));
}

function known<K, V>(kept: Map<K, V>, key: K, make: () => V): V {
  const found = kept.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (kept.size >= MOST) kept.clear();
  kept.set(key, made);
  return made;
}

/** The earlier of two ISO days, which sort as text. */
export function earlier(...days: [string, ...string[]]): string {
  return [...days].sort()[0] ?? days[0];
}
