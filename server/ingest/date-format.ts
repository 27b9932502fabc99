const msPerMinute = 60_000;

/** What a clock on the wall says: `wall` in ms as if it were UTC; `offset` in minutes where the text names one. */
export interface WallTime {
  wall: number;
  offset: number | null;
}

export type DateReader = (text: string) => WallTime | null;

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  offset: number | null;
}

const two = "\\d{2}";
const oneOrTwo = "\\d{1,2}";

/** What each token matches and the part of the date it fills; the half of the day (A) is settled at the end. */
const tokens: Record<string, { pattern: string; part: keyof Omit<Parts, "offset"> | "half" }> = {
  YYYY: { pattern: "\\d{4}", part: "year" },
  YY: { pattern: two, part: "year" },
  MM: { pattern: two, part: "month" },
  M: { pattern: oneOrTwo, part: "month" },
  DD: { pattern: two, part: "day" },
  D: { pattern: oneOrTwo, part: "day" },
  HH: { pattern: two, part: "hour" },
  H: { pattern: oneOrTwo, part: "hour" },
  hh: { pattern: two, part: "hour" },
  h: { pattern: oneOrTwo, part: "hour" },
  mm: { pattern: two, part: "minute" },
  m: { pattern: oneOrTwo, part: "minute" },
  ss: { pattern: two, part: "second" },
  s: { pattern: oneOrTwo, part: "second" },
  A: { pattern: "[AaPp]\\.?[Mm]\\.?", part: "half" },
};

function twelve(hour: number, afternoon: boolean): number {
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (afternoon ? 12 : 0);
}

/**
 * A reader of dates such as "M/D/YYYY H:mm" (tokens YYYY YY MM M DD D HH H hh h mm m ss s A; the rest stands for
 * itself). "ISO" reads 2024-03-31, 2024-03-31 14:05, 2024-03-31T14:05:09.250+02:00. Throws RangeError for a format
 * that names no year, month and day, or a part twice: there would be millions of ways to read one text.
 */
export function dateReader(format: string): DateReader {
  if (format === "ISO") return readIso;
  const found = format.match(/YYYY|YY|MM|M|DD|D|HH|H|hh|h|mm|m|ss|s|A|[^YMDHhmsA]+|./g) ?? [];
  const used = found.filter((part) => part in tokens);
  for (const needed of ["Y", "M", "D"]) {
    if (!used.some((token) => token.startsWith(needed))) throw new RangeError(format);
  }
  if (new Set(used.map((token) => tokens[token]?.part)).size < used.length) throw new RangeError(format);
  const pattern = found.map((part) => (part in tokens ? `(${tokens[part]?.pattern})` : literal(part))).join("");
  const whole = new RegExp(`^${pattern}$`);
  return (text) => {
    const match = whole.exec(text);
    if (!match) return null;
    const parts: Parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, offset: null };
    let half = "";
    for (const [i, token] of used.entries()) {
      const text = match[i + 1] ?? "";
      const part = tokens[token]?.part ?? "half";
      if (part === "half") half = text;
      else parts[part] = token === "YY" ? 2000 + Number(text) : Number(text);
    }
    if (half !== "") parts.hour = twelve(parts.hour, /^p/i.test(half));
    return assemble(parts, 0);
  };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ /g, "[ \\u00a0]");
}

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

function readIso(text: string): WallTime | null {
  const match = iso.exec(text);
  if (!match) return null;
  const fraction = match[7] ? Math.trunc(Number(`0.${match[7]}`) * 1000) : 0;
  return assemble(
    {
      year: Number(match[1]),
      month: Number(match[2]),
      day: Number(match[3]),
      hour: Number(match[4] ?? 0),
      minute: Number(match[5] ?? 0),
      second: Number(match[6] ?? 0),
      offset: match[8] ? readOffset(match[8]) : null,
    },
    fraction,
  );
}

function readOffset(text: string): number {
  if (text === "Z") return 0;
  const digits = text.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3) || 0);
  return text.startsWith("-") ? -minutes : minutes;
}

function assemble(parts: Parts, ms: number): WallTime | null {
  const { year, month, day, hour, minute, second } = parts;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return null;
  if (!(hour >= 0 && hour <= 23 && minute <= 59 && second <= 59)) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  return { wall: year < 100 ? Number.NEGATIVE_INFINITY : wall, offset: parts.offset };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The instant (ms) of a wall time that names its offset. */
export function instantOf(wall: number, offset: number): number {
  return wall - offset * msPerMinute;
}
