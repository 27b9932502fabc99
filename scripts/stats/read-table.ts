import { CsvError, parse } from "csv-parse/sync";
import { Unusable } from "@/scripts/stats/unusable";

/** A table of text with a header line. */
export interface Table {
  rows: number;
  columns: ReadonlyMap<string, readonly string[]>;
  /** Line in the file of row i, header = 1; reads the text again, as only a complaint needs it. */
  lineOf(i: number): number;
}

/** Reads CSV: UTF-8 with or without mark, comma, quotes doubled, any line ends. Blank lines are skipped. */
export function readTable(bytes: Uint8Array): Table {
  const text = decode(bytes);
  const [header, ...rows] = parseCsv(text);
  if (header === undefined) throw new Unusable("The table is empty; it needs a header line and at least one row.");
  const names = header.map((name) => name.trim());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Unusable(`The header names column "${twice}" twice; each name may stand once.`);
  if (rows.length === 0) throw new Unusable("The table has a header line and no row; it needs at least one.");
  const columns = new Map(names.map((name, i) => [name, rows.map((row) => (row[i] ?? "").trim())]));
  return { rows: rows.length, columns, lineOf: (i) => lineOfRecord(text, i + 1) };
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\0")) throw new Unusable("The table holds a NUL character; it must be plain text.");
    return text;
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable("The table is not UTF-8 text; save it as UTF-8.");
  }
}

function parseCsv(text: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error ? `Line ${String(error.lines)}` : "The table";
    if (error.code === "CSV_QUOTE_NOT_CLOSED") throw new Unusable(`${line}: a quote is opened and never closed.`);
    if (error.code.startsWith("CSV_RECORD_INCONSISTENT"))
      throw new Unusable(`${line}: the row has not as many fields as the header.`);
    throw new Unusable(`${line}: the text is not CSV (${error.code.toLowerCase().replaceAll("_", " ")}).`);
  }
}

function lineOfRecord(text: string, record: number): number {
  let line = 0;
  const stop = { bom: true, skip_empty_lines: true, to: record + 1 };
  parse(text, {
    ...stop,
    on_record: (_, { lines }) => {
      line = lines;
      return null;
    },
  });
  return line;
}
