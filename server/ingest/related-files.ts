import { splitPath } from "./catalogue-books";
import { type CopyRows, copyText } from "./copy-rows";
import { dateReader } from "./date-format";
import { isoDay } from "./day-clock";
import type { Header } from "./header";
import { ownCopy } from "./keys";
import type { PurchaseMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { RowCells } from "./row-cells";
import { productFields, storeFields } from "./schema";

const isoDate = dateReader("ISO");
const yes = new Set(["1", "true", "yes", "y", "oui", "o"]);
const no = new Set(["0", "false", "no", "n", "non"]);

/** Reads a file of stores: what it says wins over what receipts say. */
export function storeRows(reading: Reading<PurchaseMapping>, file: string, header: Header): TableReader {
  const columns = header.columns(storeFields, reading.mapping.related.stores?.columns);
  const cells = new RowCells({ file, header, columns, nothing: reading.mapping.nothing, rejects: reading.rejects });
  return tableOf(reading, file, (fields, line) => {
    cells.take(fields, line);
    const code = cells.code("store");
    const tz = optional(cells.text("zone"));
    if (tz && !isZone(tz)) cells.refuse("zone", tz, "unknownWord", { known: "Europe/Paris, Europe/London, ..." });
    const openedOn = dayIn(cells, "opened_on");
    const closedOn = dayIn(cells, "closed_on");
    if (cells.refused) return;
    reading.stores.entry(code).told = {
      name: optional(cells.text("name")),
      tz,
      lat: degrees(cells.text("lat")),
      lon: degrees(cells.text("lon")),
      region: optional(cells.text("region")),
      format: optional(cells.text("format")),
      openedOn,
      closedOn,
      successor: optional(cells.text("successor")),
    };
    if (tz) reading.storeZones.set(code, tz);
  });
}

/** Reads a file of products: names, category paths, what is no merchandise, what replaced it. */
export function productRows(reading: Reading<PurchaseMapping>, file: string, header: Header): TableReader {
  const mapped = reading.mapping.related.products;
  const columns = header.columns(productFields, mapped?.columns);
  const categories = (mapped?.categories ?? []).map((name) => header.required(name));
  const cells = new RowCells({ file, header, columns, nothing: reading.mapping.nothing, rejects: reading.rejects });
  return tableOf(reading, file, (fields, line) => {
    cells.take(fields, line);
    const code = cells.code("product");
    const merchandise = yesOrNo(cells, "merchandise");
    if (cells.refused) return;
    const parts = categories.map((index) => cells.at(index)).filter((part) => part !== "");
    const path = splitPath(categories.length > 0 ? parts.join(" / ") : cells.text("category"));
    const successor = optional(cells.text("successor"));
    reading.products.entry(code).told = {
      name: optional(cells.text("name")),
      path: optional(path),
      merchandise: merchandise ?? undefined,
      successor,
    };
  });
}

/** Reads a file of customers into `stage_customer`. */
export function customerRows(
  reading: Reading<PurchaseMapping>,
  copy: CopyRows,
  file: string,
  header: Header,
): TableReader {
  const mapped = reading.mapping.related.customers;
  const columns = header.columns(["customer", "home_area"], mapped?.columns);
  const attributes = (mapped?.attributes ?? []).map((name) => ({ name, index: header.required(name) }));
  const cells = new RowCells({ file, header, columns, nothing: reading.mapping.nothing, rejects: reading.rejects });
  return tableOf(reading, file, (fields, line) => {
    cells.take(fields, line);
    const reference = cells.code("customer");
    if (cells.refused) return;
    const kept = attributes.map(({ name, index }) => [name, cells.at(index).slice(0, 500)] as const);
    const told = JSON.stringify(Object.fromEntries(kept.filter(([, value]) => value !== "")));
    const area = cells.text("home_area");
    copy.add(
      `\\\\x${reading.identities.of(reference)}\t${copyText(reference)}\t${area === "" ? "\\N" : copyText(area)}\t${copyText(told)}`,
    );
  });
}

function tableOf(
  reading: Reading<PurchaseMapping>,
  file: string,
  row: (fields: string[], line: number) => void,
): TableReader {
  return {
    row,
    fault: (code, line, value, params = {}) => reading.rejects.add({ file, line, column: "", value, code, params }),
  };
}

/** true, false, or null where the cell says nothing; a word that is neither refuses the row. */
export function yesOrNo<F extends string>(cells: RowCells<F>, field: F): boolean | null {
  const told = cells.text(field).toLowerCase();
  if (told === "") return null;
  if (yes.has(told)) return true;
  if (!no.has(told)) cells.refuse(field, told, "yesNo");
  return false;
}

function dayIn<F extends string>(cells: RowCells<F>, field: F): string | undefined {
  const text = cells.text(field);
  if (text === "") return undefined;
  const told = isoDate(text);
  if (told && Number.isFinite(told.wall)) return isoDay(Math.floor(told.wall / 86_400_000));
  cells.refuse(field, text, "date", { format: "YYYY-MM-DD" });
  return undefined;
}

function optional(text: string): string | undefined {
  return text === "" ? undefined : ownCopy(text).slice(0, 500);
}

function degrees(text: string): number | undefined {
  const value = Number(text.replace(",", "."));
  return text === "" || !Number.isFinite(value) ? undefined : value;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
