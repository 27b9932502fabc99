const msPerDay = 86_400_000;

/** The demo's pinned day: the last complete day of its data. */
export const demoToday = "2026-11-20";

/** Days since 1970-01-01 of an ISO day. */
export function dayNumber(iso: string): number {
  const ms = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`'${iso}' is not a day. Use YYYY-MM-DD.`);
  return ms / msPerDay;
}

export function isoDay(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** 0 Monday .. 6 Sunday. */
export function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The days of the data: `first` to `last`, both included, as day numbers. */
export interface Period {
  readonly first: number;
  readonly last: number;
}

export function periodOf(today: string, years: number): Period {
  const last = dayNumber(today);
  return { first: last - Math.round(years * 365) + 1, last };
}

interface Moment {
  readonly month: number;
  readonly date: number;
}

function momentOf(day: number): Moment {
  const date = new Date(day * msPerDay);
  return { month: date.getUTCMonth() + 1, date: date.getUTCDate() };
}

/** French sales, near enough: four weeks from 8 January and from 25 June. */
function inSales({ month, date }: Moment): boolean {
  return (
    (month === 1 && date >= 8) ||
    (month === 2 && date <= 4) ||
    (month === 6 && date >= 25) ||
    (month === 7 && date <= 22)
  );
}

function beforeChristmas({ month, date }: Moment): number {
  if (month === 11 && date >= 22) return 0.5;
  if (month === 12 && date <= 24) return date < 8 ? 0.7 : 1;
  return 0;
}

/** Shops stay open for a few hours only on these days, so that no day of an open store is empty. */
function isQuietHoliday({ month, date }: Moment): boolean {
  return (month === 1 && date === 1) || (month === 5 && date === 1) || (month === 12 && date === 25);
}

export type Season = "even" | "gifts" | "bargains";

/** How much more (or less) people come on that day of the year; about 1 over a year. */
export function seasonFactor(season: Season, day: number): number {
  const moment = momentOf(day);
  const christmas = beforeChristmas(moment);
  const mothersDay = moment.month === 5 && moment.date >= 17 ? 1 : 0;
  const sales = inSales(moment) ? 1 : 0;
  const holiday = isQuietHoliday(moment) ? 0.4 : 1;
  const august = moment.month === 8 ? 0.8 : 1;
  if (season === "gifts") return (0.45 + 5.5 * christmas + 2 * mothersDay) * holiday * august;
  if (season === "bargains") return (0.6 + 2.6 * sales + 0.6 * christmas) * holiday * august;
  return (0.92 + 0.7 * christmas + 0.25 * sales + 0.1 * mothersDay) * holiday * august;
}

/** Share of the list price taken off on that day (0 outside the sales). */
export function salesDiscount(day: number): number {
  const moment = momentOf(day);
  if (!inSales(moment)) return 0;
  const late =
    (moment.month === 1 && moment.date >= 22) || moment.month === 2 || (moment.month === 7 && moment.date >= 8);
  return late ? 0.5 : 0.3;
}

/** Cold months: coats and knitwear sell, summer dresses do not. */
export function isColdMonth(day: number): boolean {
  const { month } = momentOf(day);
  return month >= 10 || month <= 3;
}
