import { z } from "zod";
import type { BatchKind, IdentityKind } from "@/db/schema";
import { columnsByName, isItself, isSynonym, otherNames } from "./column-names";
import { dateReader } from "./date-format";
import type { Sample } from "./read-sample";
import { type certainties, fieldsOf } from "./schema";
import { dateFormats, firstMisfit, shareFitting } from "./value-shapes";

export interface Suggestion {
  columns: Record<string, string>;
  dateFormat: string;
  decimal: "." | ",";
  encoding: Sample["encoding"];
  /** What the column of customers holds, where it is no reference. */
  identity?: IdentityKind;
  refund?: { prefix: string };
}

type Certainty = (typeof certainties)[number];

const columnsShape = z.record(z.string(), z.string());
const guessFrom = 0.9;
const contradictBelow = 0.5;
/** Fields whose values are like no other's, so that a column may be guessed by them. */
const telling = ["email", "phone", "zone", "at"] as const;

/** A first guess at a mapping from the names of columns and the first rows, for a person to correct. */
export function suggestMapping(kind: BatchKind, sample: Sample): Suggestion {
  const columns = columnsByName(kind, sample.header);
  const identity = otherIdentity(kind, sample, columns);
  guessByValues(kind, sample, columns);
  settleTimes(kind, columns);
  if (columns.amount && columns.unit_price) delete columns.unit_price;
  const cells = (field: string) => valuesOf(sample, columns[field]);
  const days = ["date", "until", "start", "end", "opened_on", "closed_on", "consent_on"];
  const when = columns.at ? cells("at") : both(cells("date"), columns.time ? cells("time") : []);
  const prefix = refundPrefix(cells("receipt"));
  return {
    columns,
    dateFormat: formatOf(when.length > 0 ? when : days.flatMap(cells)),
    decimal: decimalOf(["amount", "unit_price", "quantity", "lat", "lon", "gain"].flatMap(cells)),
    encoding: sample.encoding,
    ...(identity && { identity }),
    ...(kind === "purchases" && prefix !== null && { refund: { prefix } }),
  };
}

/**
 * What speaks for and against the columns of a mapping: how sure those are that would be suggested too, and which hold
 * mostly something else.
 */
export function judgeColumns(
  kind: BatchKind,
  sample: Sample,
  mapped: unknown,
): { sure: Record<string, Certainty>; contradicts: Record<string, string> } {
  const told = columnsShape.safeParse(mapped);
  const suggested = suggestMapping(kind, sample).columns;
  const columns = told.success ? told.data : suggested;
  const same = Object.entries(columns).filter(([field, name]) => suggested[field] === name);
  return { sure: howSure(Object.fromEntries(same)), contradicts: contradictions(sample, columns) };
}

/** How sure each column of a suggestion is: it bears the field's own name, a known other one, or only its values fit. */
function howSure(columns: Readonly<Record<string, string>>): Record<string, Certainty> {
  const certainty = (field: string, name: string): Certainty => {
    if (isItself(field, name)) return "sure";
    const others = field === "customer" ? [field, ...otherNames] : field === "at" ? [field, "date"] : [field];
    return others.some((other) => isItself(other, name) || isSynonym(other, name)) ? "likely" : "guess";
  };
  return Object.fromEntries(Object.entries(columns).map(([field, name]) => [field, certainty(field, name)]));
}

/** Fields whose column holds mostly something else, each with the first value that does not fit: a warning, no refusal. */
function contradictions(sample: Sample, columns: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [field, name] of Object.entries(columns)) {
    const values = valuesOf(sample, name);
    const share = shareFitting(field, values);
    const misfit = firstMisfit(field, values);
    if (share !== null && share < contradictBelow && misfit !== undefined) found[field] = misfit;
  }
  return found;
}

/** A file that knows no customer's reference but their address, card or number; or keeps addresses in the customer's column. */
function otherIdentity(kind: BatchKind, sample: Sample, columns: Record<string, string>): IdentityKind | undefined {
  const fields: readonly string[] = fieldsOf[kind];
  if (!fields.includes("customer") || fields.includes("email")) return undefined;
  if (columns.customer !== undefined) {
    const share = shareFitting("email", valuesOf(sample, columns.customer));
    return share !== null && share >= guessFrom ? "email" : undefined;
  }
  const used = new Set(Object.values(columns));
  for (const other of otherNames) {
    const name = sample.header.find((each) => !used.has(each) && (isItself(other, each) || isSynonym(other, each)));
    if (name === undefined) continue;
    columns.customer = name;
    return other;
  }
  return undefined;
}

function guessByValues(kind: BatchKind, sample: Sample, columns: Record<string, string>): void {
  const fields: readonly string[] = fieldsOf[kind];
  for (const field of telling) {
    if (!fields.includes(field) || columns[field] !== undefined || (field === "at" && columns.date)) continue;
    const used = new Set(Object.values(columns));
    const found = sample.header.find((name) => {
      const share = used.has(name) || name.trim() === "" ? null : shareFitting(field, valuesOf(sample, name));
      return share !== null && share >= guessFrom;
    });
    if (found !== undefined) columns[field] = found;
  }
}

/** One column that holds day and time is enough; a day alone is one too, where the kind asks when something happened. */
function settleTimes(kind: BatchKind, columns: Record<string, string>): void {
  const fields: readonly string[] = fieldsOf[kind];
  if (columns.at && columns.date) delete columns.date;
  if (!fields.includes("at") || columns.at || !columns.date || columns.time) return;
  columns.at = columns.date;
  delete columns.date;
}

function valuesOf({ header, rows }: Sample, column: string | undefined): string[] {
  const index = column === undefined ? -1 : header.indexOf(column);
  return index < 0 ? [] : rows.map((row) => (row[index] ?? "").trim()).filter((value) => value !== "");
}

function both(dates: string[], times: string[]): string[] {
  return times.length === 0 ? dates : dates.map((date, i) => `${date} ${times[i] ?? ""}`);
}

/** The first format that reads every value; days before months where both would. */
function formatOf(values: readonly string[]): string {
  const fits = (format: string) => {
    const read = dateReader(format);
    return values.every((value) => read(value) !== null);
  };
  return dateFormats.find(fits) ?? "ISO";
}

function decimalOf(values: readonly string[]): "." | "," {
  const commas = values.filter((value) => /,\d{1,3}$/.test(value)).length;
  const points = values.filter((value) => /\.\d+$/.test(value)).length;
  return commas > points ? "," : ".";
}

/** Receipts that are numbers, but for some that bear a letter in front: those are refunds more often than not. */
function refundPrefix(receipts: readonly string[]): string | null {
  const lettered = receipts.filter((receipt) => /^[A-Z]\d+$/.test(receipt));
  const numbers = receipts.filter((receipt) => /^\d+$/.test(receipt));
  const [letter] = new Set(lettered.map((receipt) => receipt.charAt(0)));
  return letter !== undefined && numbers.length > 4 * lettered.length ? letter : null;
}
