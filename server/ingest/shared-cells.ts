import { copyText } from "./copy-rows";
import type { Moment } from "./day-clock";
import type { Mapping } from "./mapping";
import { earliestDay, type Reading } from "./reading";
import type { RowCells } from "./row-cells";

type TimeField = "at" | "date" | "time";

/** The text of when it happened: one column, or a date and a time. */
export function timeText(cells: RowCells<TimeField>): string {
  if (cells.has("at")) return cells.text("at");
  const date = cells.text("date");
  return cells.has("time") ? `${date} ${cells.text("time")}` : date;
}

/** The moment of a row at a place in `zone`; refuses what is no date, or lies before 1980 or ahead. */
export function momentOf<M extends Mapping>(
  reading: Reading<M>,
  cells: RowCells<TimeField>,
  text: string,
  zone: string,
): Moment | null {
  const field = cells.has("at") ? "at" : "date";
  if (text === "") {
    cells.refuse(field, text, "missing");
    return null;
  }
  const moment = reading.clock.moment(text, zone);
  if (!moment) cells.refuse(field, text, "date", { format: shownFormat(reading.mapping.dateFormat) });
  else if (moment.day < earliestDay || moment.day > reading.latestDay) cells.refuse(field, text, "dateAbsurd");
  return moment;
}

/** One of the words that the product knows, directly or by the mapping; another one refuses the row. */
export function knownWord<F extends string>(
  cells: RowCells<F>,
  field: F,
  known: readonly string[],
  options: { otherwise: string; words?: Readonly<Record<string, string>> },
): string {
  const told = cells.text(field) || options.otherwise;
  const word = options.words?.[told] ?? told;
  if (!known.includes(word)) cells.refuse(field, told, "unknownWord", { known: known.join(", ") });
  return word;
}

/** Identity hash and reference as two columns of a staging table. */
export function identityColumns<M>(reading: Reading<M>, customer: string): string {
  return customer === "" ? "\\N\t\\N" : `\\\\x${reading.identities.of(customer)}\t${copyText(customer)}`;
}

function shownFormat(format: string): string {
  return format === "ISO" ? "YYYY-MM-DD HH:mm:ss" : format;
}
