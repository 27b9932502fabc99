import { dateReader } from "./date-format";
import { dayNumber } from "./day-clock";
import { parseDecimal } from "./decimal";
import type { Header } from "./header";
import { contentKey } from "./keys";
import type { StockMapping } from "./mapping";
import type { TableReader } from "./read-table";
import { earliestDay, type Reading } from "./reading";
import { dayIn, yesOrNo } from "./related-files";
import { RowCells } from "./row-cells";
import { stockFields } from "./schema";

const mark = "\u001f";

type Cells = RowCells<(typeof stockFields)[number]>;

/** Reads stock into staging: from a day on a product is there in a store, or not; until a day, or the next row of the two. */
export function stockRows(
  reading: Reading<StockMapping>,
  file: { name: string; index: number },
  header: Header,
): TableReader {
  const { mapping, rejects } = reading;
  const columns = header.columns(stockFields, mapping.columns);
  const cells: Cells = new RowCells({ file: file.name, header, columns, nothing: mapping.nothing, rejects });
  for (const field of ["store", "product", "date"] as const) {
    if (!cells.has(field)) header.required(mapping.columns?.[field] ?? field);
  }
  if (!cells.has("in_stock") && !cells.has("quantity")) header.required("in_stock");
  const days = dateReader(mapping.dateFormat);
  return {
    fault: (code, line, value, params = {}) => rejects.add({ file: file.name, line, column: "", value, code, params }),
    row(fields, line) {
      cells.take(fields, line);
      const store = cells.code("store");
      const product = cells.code("product");
      const from = believed(reading, cells, days);
      const until = dayIn(cells, "until", days);
      if (from && until && until <= from) cells.refuse("until", cells.text("until"), "untilBeforeDate", { date: from });
      const there = isThere(reading, cells);
      if (cells.refused || !from) return;
      const key = contentKey(`k${mark}${reading.sourceName}${mark}${store}${mark}${product}${mark}${from}`);
      const place = `${reading.stores.entry(store).ordinal}\t${reading.products.entry(product).ordinal}`;
      reading.counts.kept++;
      reading.copy.add(`\\\\x${key}\t${place}\t${from}\t${until ?? "\\N"}\t${there}\t${file.index}\t${line}`);
    },
  };
}

function believed(reading: Reading<StockMapping>, cells: Cells, days: ReturnType<typeof dateReader>): string {
  const day = dayIn(cells, "date", days);
  if (day === undefined) {
    cells.refuse("date", "", "missing");
    return "";
  }
  const count = dayNumber(day);
  if (count < earliestDay || count > reading.latestDay) cells.refuse("date", cells.text("date"), "dateAbsurd");
  return day;
}

/** What the row says itself, else whether there is more than nothing of it. */
function isThere({ mapping }: Reading<StockMapping>, cells: Cells): boolean {
  const told = yesOrNo(cells, "in_stock");
  if (told !== null) return told;
  const text = cells.text("quantity");
  const quantity = parseDecimal(text, mapping);
  if (text === "") cells.refuse(cells.has("in_stock") ? "in_stock" : "quantity", text, "missing");
  else if (!quantity) cells.refuse("quantity", text, "number", { decimal: mapping.decimal });
  return quantity !== null && quantity.units > 0;
}
