import type { ShownReject } from "@/server/ingest/schema";
import { csvFile } from "../csv-file";

/** One line per refused row: file, line, column, value, why. */
export function rejectsCsv(rejects: readonly ShownReject[], words: (reject: ShownReject) => string): string {
  const rows = rejects.map((reject) => [reject.file, String(reject.line), reject.column, reject.value, words(reject)]);
  return csvFile([["file", "line", "column", "value", "why"], ...rows]);
}
