/** Rows as a file that a spreadsheet opens without running anything in it. */
export function csvFile(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map(csvLine).join("\r\n")}\r\n`;
}

function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(",");
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^-?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;
}
