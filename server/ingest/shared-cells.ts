import type { IdentityKind } from "@/db/schema";
import { copyText } from "./copy-rows";
import type { Moment } from "./day-clock";
import type { Header } from "./header";
import { identityValue } from "./identity-value";
import type { Mapping } from "./mapping";
import type { TableReader } from "./read-table";
import { earliestDay, type Reading } from "./reading";
import type { RejectCode } from "./rejects";
import { maxCode, type RowCells } from "./row-cells";

export const maxBody = 20_000;
/** The longest name of a survey, a stratum, a store met on the way. */
export const maxWord = 200;
export const contactChannels = ["email", "phone", "sms", "post", "app"] as const;

type TimeField = "at" | "date" | "time";

/** Throws FileFault where the file lacks a column that every row of it needs, its time among them. */
export function needs<F extends string>(
  cells: RowCells<F | "at" | "date">,
  header: Header,
  mapped: Partial<Record<F, string>> | undefined,
  fields: readonly F[],
): void {
  for (const field of fields) if (!cells.has(field)) header.required(mapped?.[field] ?? field);
  if (!cells.has("at") && !cells.has("date")) header.required("at");
}

/** Refuses lines that cannot be taken apart. */
export function faultsOf<M>({ rejects }: Reading<M>, file: string): TableReader["fault"] {
  return (code, line, value, params = {}) => rejects.add({ file, line, column: "", value, code, params });
}

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

const notOne: Partial<Record<IdentityKind, RejectCode>> = { email: "email", phone: "phone" };

/**
 * What a cell names a customer by, in one spelling; empty where the cell is. Refuses what is no such identity, and the
 * identity of somebody whom no file may name again, whose value is then not told.
 */
export function identityIn<M, F extends string>(
  reading: Reading<M>,
  cells: RowCells<F>,
  field: F,
  kind: IdentityKind,
): string {
  const told = cells.text(field);
  if (told === "") return "";
  if (told.length > maxCode) cells.refuse(field, told, "tooLong", { max: maxCode });
  const value = identityValue(kind, told);
  if (value === null) cells.refuse(field, told, notOne[kind] ?? "missing");
  else if (reading.suppressed.size > 0 && reading.suppressed.has(reading.identities[kind].of(value))) {
    cells.refuse(field, "", "suppressed");
  }
  return value ?? "";
}

/** The same for the customer of a row that must have one. */
export function customerIn<M, F extends string>(reading: Reading<M>, cells: RowCells<F | "customer">): string {
  const customer = identityIn(reading, cells, "customer", reading.identityKind);
  if (customer === "") cells.refuse("customer", "", "missing");
  return customer;
}

/** Identity hash and value as two columns of a staging table. */
export function identityColumns<M>(reading: Reading<M>, customer: string): string {
  if (customer === "") return "\\N\t\\N";
  return `\\\\x${reading.identities[reading.identityKind].of(customer)}\t${copyText(customer)}`;
}

/** A date format as a sentence names it. */
export function shownFormat(format: string): string {
  return format === "ISO" ? "YYYY-MM-DD HH:mm:ss" : format;
}
