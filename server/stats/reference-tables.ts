import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

/** Where the real data for tests lie; the folder is no part of the project. */
const FOLDER = process.env.TRIPTYCH_DATA ?? join(import.meta.dirname, "../../../shared/data");

/** Tests that need the folder skip, visibly, where it is absent. */
export const noReferenceData = !existsSync(FOLDER);

/** A reference table by columns of text; for tests only. */
export function referenceTable(path: string): (column: string) => string[] {
  const rows: Record<string, string>[] = parse(readFileSync(join(FOLDER, path)), { columns: true, bom: true });
  return (column) => rows.map((row) => row[column] ?? "");
}

export function referenceNumbers(path: string): (column: string) => number[] {
  const table = referenceTable(path);
  return (column) => table(column).map(Number);
}
