import type { getTranslations } from "next-intl/server";
import type { BreakdownShown } from "@/components/following/shapes";

type Words = Awaited<ReturnType<typeof getTranslations<"following.breakdown">>>;
type Channels = Awaited<ReturnType<typeof getTranslations<"changes.channel">>>;
type Row = BreakdownShown["dimensions"][number]["rows"][number];

const columns = [
  "breakdown",
  "name",
  "concerned",
  "twins",
  "came",
  "expected",
  "missing",
  "missingLow",
  "missingHigh",
] as const;
const rates = ["rate", "rateLow", "rateHigh"] as const;

/** A line of names, then a line per row of each breakdown; a hidden row says so in place of its figures. */
export function breakdownRows(dimensions: BreakdownShown["dimensions"], t: Words, channels: Channels): string[][] {
  const head = [...columns, ...rates].map((column) => t(`file.${column}`));
  const lines = dimensions.flatMap(({ dimension, rows }) =>
    rows.map((row) => {
      const told =
        dimension === "channel" && channels.has(row.name as "store") ? channels(row.name as "store") : row.name;
      return [t(`by.${dimension}`), told ?? t("unknown"), ...figuresOf(row, t("hidden"))];
    }),
  );
  return [head, ...lines];
}

function figuresOf(row: Row, hidden: string): string[] {
  if (row.hidden) return [hidden, ...new Array<string>(columns.length + rates.length - 3).fill("")];
  const { exposed, twins, observed, expected, missing, rate } = row;
  const number = (value: number | null | undefined, digits: number) => (value == null ? "" : value.toFixed(digits));
  return [
    String(exposed),
    String(twins),
    String(observed),
    ...[expected, missing.value, missing.lower, missing.upper].map((value) => number(value, 1)),
    ...[rate?.ratio, rate?.lower, rate?.upper].map((value) => number(value, 4)),
  ];
}
