/** The ISO day `count` days after `day`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The earlier of two ISO days, which sort as text. */
export function earlier(one: string, other: string): string {
  return [one, other].sort()[0] ?? one;
}
