import { CsvError, parse } from "csv-parse/sync";
import { Unusable } from "@/scripts/stats/unusable";

/** A table of text with a header line. `lines` are the line numbers in the file, header = 1. */
export interface Table {
  columns: ReadonlyMap<string, readonly string[]>;
  lines: readonly number[];
}

interface ParsedLine {
  record: string[];
  info: { lines: number };
}

/** Reads CSV: UTF-8 with or without mark, comma, quotes doubled, any line ends. Blank lines are skipped. */
export function readTable(bytes: Uint8Array): Table {
  const [header, ...rows] = parseCsv(decode(bytes));
  if (header === undefined) throw new Unusable("The table is empty; it needs a header line and at least one row.");
  const names = header.record.map((name) => name.trim());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Unusable(`The header names column "${twice}" twice; each name may stand once.`);
  if (rows.length === 0) throw new Unusable("The table has a header line and no row; it needs at least one.");
  const columns = new Map(names.map((name, i) => [name, rows.map((row) => (row.record[i] ?? "").trim())]));
  return { columns, lines: rows.map((row) => row.info.lines) };
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

function parseCsv(text: string): ParsedLine[] {
  try {
    const rows: unknown = parse(text, { bom: true, info: true, skip_empty_lines: true, relax_column_count: false });
    return rows as ParsedLine[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error ? `Line ${String(error.lines)}` : "The table";
    if (error.code === "CSV_QUOTE_NOT_CLOSED") throw new Unusable(`${line}: a quote is opened and never closed.`);
    if (error.code.startsWith("CSV_RECORD_INCONSISTENT"))
      throw new Unusable(`${line}: the row has not as many fields as the header.`);
    throw new Unusable(`${line}: the text is not CSV (${error.code.toLowerCase().replaceAll("_", " ")}).`);
  }
}
