import { getFormatter } from "next-intl/server";
import { twoDigits, twoDigitsDown } from "./two-digits";

/** Rarer than once in so many is said as that: no model of shops is true beyond. */
export const MOST_ODDS = 1e6;

/** Figures in the reader's way, in one place: how finely a thing may be said depends on what it is. */
export async function getFigures(currency: string) {
  const format = await getFormatter();
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const major = (minor: number) => minor / 10 ** digits;
  return {
    count: (n: number) => format.number(n, "count"),
    /** An estimated number of people, two significant digits. */
    people: (n: number) => format.number(twoDigits(n), "count"),
    /** "At most once in n", rounded down so that it stays true; what is rarer than once in a million is said as that. */
    odds: (n: number) => format.number(twoDigitsDown(Math.min(MOST_ODDS, Math.max(1, n))), "count"),
    /** Odds on an axis, where there is little room: "1,000", "1M". */
    oddsShort: (n: number) => (n < 1e6 ? format.number(n, "count") : format.number(n, { notation: "compact" })),
    /** A number of people that may be under 0, whole. */
    signed: (n: number) =>
      format.number(Math.abs(n) < 0.5 ? 0 : n, { maximumFractionDigits: 0, signDisplay: "negative" }),
    percent: (share: number) => format.number(share, "percent"),
    /** m and tau of placebo changes (log hazard), as shares of returns; three tau is what no sample can show. */
    calibration: ({ k, m, tau }: { k: number; m: number; tau: number }) => ({
      k,
      m: format.number(Math.expm1(m), { style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" }),
      tau: format.number(tau, { style: "percent", maximumFractionDigits: 1 }),
      three: format.number(-Math.expm1(-3 * tau), { style: "percent", maximumFractionDigits: 0 }),
    }),
    /** What placebo changes do to a rate (log scale): k of them, where they stand, give or take. */
    correction: ({ k, drift, tau }: { k: number; drift: number; tau: number }) => ({
      k,
      drift: format.number(Math.expm1(drift), {
        style: "percent",
        maximumFractionDigits: 1,
        signDisplay: "exceptZero",
      }),
      tau: format.number(tau, { style: "percent", maximumFractionDigits: 1 }),
    }),
    /** A rate's limit: without the sign, which its value carries. */
    limit: (share: number) => format.number(100 * share, "count"),
    decimal: (value: number) =>
      format.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "negative" }),
    /** An estimated amount, two significant digits: "€86K", "86 k €". */
    money: (minor: number) =>
      format.number(major(minor), { style: "currency", currency, notation: "compact", maximumSignificantDigits: 2 }),
    /** An amount that is known. */
    amount: (minor: number) => format.number(major(minor), { style: "currency", currency, maximumFractionDigits: 0 }),
    /** An amount to the last coin: what somebody paid. */
    exact: (minor: number) => format.number(major(minor), { style: "currency", currency }),
    day: (day: string) => format.dateTime(new Date(day), "day"),
    short: (day: string) => format.dateTime(new Date(day), "short"),
    moment: (at: Date, tz: string) => format.dateTime(at, "minute", { timeZone: tz }),
    list: (parts: readonly string[]) => format.list(parts),
  };
}

export type Figures = Awaited<ReturnType<typeof getFigures>>;
