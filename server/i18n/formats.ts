import type { Formats } from "next-intl";

/** Named formats for `useFormatter`: `format.number(n, "count")`, `format.dateTime(d, "day")`. */
export const formats = {
  dateTime: {
    day: { day: "numeric", month: "long", year: "numeric" },
    dayMonth: { day: "numeric", month: "long" },
    short: { day: "numeric", month: "short" },
    month: { month: "short", year: "numeric" },
    weekday: { weekday: "long", day: "numeric", month: "long" },
    minute: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  },
  number: {
    count: { maximumFractionDigits: 0 },
    percent: { style: "percent", maximumFractionDigits: 0 },
    percentFine: { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 },
    decimal: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  },
} satisfies Formats;
