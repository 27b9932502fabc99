import { addDays, daysBetween } from "@/components/charts/prepare/weeks";

const BACK = 730;
const AHEAD = 365;
const MARGIN = 14;

export type Span = { from: string; to: string };

/** The two years up to today, and on to the due day where it lies within a year. */
export function spanOf(today: string, dueOn: string | null): Span {
  const shownDue = dueOn !== null && dueOn > today && dueOn <= addDays(today, AHEAD) ? dueOn : today;
  return { from: addDays(today, -BACK), to: addDays(shownDue, MARGIN) };
}

/** Where a day stands in a span: percent of its width; null outside. */
export function placeIn({ from, to }: Span, day: string): number | null {
  const share = daysBetween(from, day) / daysBetween(from, to);
  return share < 0 || share > 1 ? null : share * 100;
}

/** The first days of the quarters in a span. */
export function quartersIn(span: Span): { day: string; at: number }[] {
  const first = Number(span.from.slice(0, 4));
  const last = Number(span.to.slice(0, 4));
  const years = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  return years
    .flatMap((year) => ["01", "04", "07", "10"].map((month) => `${year}-${month}-01`))
    .flatMap((day) => {
      const at = placeIn(span, day);
      return at === null ? [] : [{ day, at }];
    });
}

/** Days between each of these days and the one before; null for the first. Days in order. */
export function gapsOf(days: readonly string[]): (number | null)[] {
  return days.map((day, place) => {
    const before = days[place - 1];
    return before === undefined ? null : daysBetween(before, day);
  });
}
