import type { ShownReject } from "@/server/ingest/schema";

/** One line per refused row: file, line, column, value, why. */
export function rejectsCsv(rejects: readonly ShownReject[], words: (reject: ShownReject) => string): string {
  const rows = rejects.map((reject) => [reject.file, String(reject.line), reject.column, reject.value, words(reject)]);
  return `\ufeff${[["file", "line", "column", "value", "why"], ...rows].map(csvLine).join("\r\n")}\r\n`;
}

function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(",");
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^-?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;
}
