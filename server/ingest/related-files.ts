import { type ProductDetails, type StoreDetails, splitPath, type ToldAt } from "./catalogue-books";
import { type CopyRows, copyText } from "./copy-rows";
import { dateReader } from "./date-format";
import { isoDay } from "./day-clock";
import type { Header } from "./header";
import { ownCopy } from "./keys";
import type { PurchaseMapping, StoreMapping } from "./mapping";
import { openingHours } from "./opening-hours";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { RowCells } from "./row-cells";
import { productFields, storeFields } from "./schema";
import { customerIn, identityColumns } from "./shared-cells";

const yes = new Set(["1", "true", "yes", "y", "oui", "o"]);
const no = new Set(["0", "false", "no", "n", "non"]);
const maxName = 500;

/** What a file of the catalogue is read with; columns by field, ours where there are none. */
export interface CatalogueFile<F extends string> {
  name: string;
  header: Header;
  columns: Partial<Record<F, string>> | undefined;
  /** How its days are written. */
  dateFormat?: string;
  /** Columns of the category path, from the root down. */
  categories?: readonly string[];
  attributes?: readonly string[];
}

type CatalogueReading = Reading<Pick<StoreMapping, "nothing">>;
type StoreField = (typeof storeFields)[number];
type ProductField = (typeof productFields)[number];

/** Reads a file of stores: what it says wins over what receipts say. */
export function storeRows(reading: CatalogueReading, about: CatalogueFile<StoreField>): TableReader {
  const cells = cellsOf(reading, about, storeFields, "store");
  const days = dateReader(about.dateFormat ?? "ISO");
  return tableOf(reading, about.name, (fields, line) => {
    cells.take(fields, line);
    const code = cells.code("store");
    const told = { at: { file: about.name, line }, ...placeOf(cells), ...lifeOf(cells, days) };
    if (told.successor === code) cells.refuse("successor", code, "ownSuccessor");
    if (cells.refused) return;
    const entry = reading.stores.entry(code);
    tellEarlier(reading, cells, entry.told, told);
    entry.told = told;
    if (told.tz) reading.storeZones.set(entry.code, told.tz);
  });
}

function placeOf(cells: RowCells<StoreField>): Omit<StoreDetails, "at"> {
  const tz = optional(cells.text("zone"));
  if (tz && !isZone(tz)) cells.refuse("zone", tz, "zone");
  return {
    name: optional(cells.text("name")),
    tz,
    lat: degrees(cells, "lat", 90),
    lon: degrees(cells, "lon", 180),
    region: optional(cells.text("region")),
    format: optional(cells.text("format")),
    successor: optional(cells.text("successor")),
  };
}

function lifeOf(
  cells: RowCells<StoreField>,
  days: ReturnType<typeof dateReader>,
): Pick<StoreDetails, "hours" | "openedOn" | "closedOn"> {
  const openedOn = dayIn(cells, "opened_on", days);
  const closedOn = dayIn(cells, "closed_on", days);
  if (openedOn && closedOn && closedOn < openedOn) {
    cells.refuse("closed_on", cells.text("closed_on"), "closesBeforeOpens", { opened: openedOn });
  }
  const text = cells.text("hours");
  const hours = text === "" ? undefined : (openingHours(text) ?? undefined);
  if (text !== "" && !hours) cells.refuse("hours", text, "openingHours");
  return { hours, openedOn, closedOn };
}

/** Reads a file of products: names, category paths, attributes, what is no merchandise, what replaced it. */
export function productRows(reading: CatalogueReading, about: CatalogueFile<ProductField>): TableReader {
  const { header } = about;
  const cells = cellsOf(reading, about, productFields, "product");
  const categories = (about.categories ?? []).map((name) => header.required(name));
  const attributes = (about.attributes ?? []).map((name) => ({ name, index: header.required(name) }));
  return tableOf(reading, about.name, (fields, line) => {
    cells.take(fields, line);
    const code = cells.code("product");
    const merchandise = yesOrNo(cells, "merchandise");
    const successor = optional(cells.text("successor"));
    if (successor === code) cells.refuse("successor", code, "ownSuccessor");
    if (cells.refused) return;
    const parts = categories.map((index) => cells.at(index)).filter((part) => part !== "");
    const kept = attributes.map(({ name, index }) => [name, ownCopy(cells.at(index)).slice(0, maxName)] as const);
    const told: ProductDetails = {
      at: { file: about.name, line },
      name: optional(cells.text("name")),
      path: optional(splitPath(categories.length > 0 ? parts.join(" / ") : cells.text("category"))),
      merchandise: merchandise ?? undefined,
      successor,
      attributes: Object.fromEntries(kept.filter(([, value]) => value !== "")),
    };
    const entry = reading.products.entry(code);
    tellEarlier(reading, cells, entry.told, told);
    entry.told = told;
  });
}

function cellsOf<F extends string>(
  { mapping, rejects }: CatalogueReading,
  { name, header, columns }: CatalogueFile<F>,
  fields: readonly F[],
  key: F,
): RowCells<F> {
  const cells = new RowCells({
    file: name,
    header,
    columns: header.columns(fields, columns),
    nothing: mapping.nothing,
    rejects,
  });
  if (!cells.has(key)) header.required(columns?.[key] ?? key);
  return cells;
}

/** The same code again in the files: the later row is kept, and the earlier one told if it said something else. */
function tellEarlier<T extends { at: ToldAt }>(
  { rejects }: CatalogueReading,
  cells: { line: number },
  before: T | undefined,
  now: T,
): void {
  if (!before) return;
  const content = (told: T) => JSON.stringify({ ...told, at: null });
  if (content(before) === content(now)) return;
  rejects.add({ ...before.at, column: "", value: "", code: "supersededInFile", params: { later: cells.line } });
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
    const customer = customerIn(reading, cells);
    if (cells.refused) return;
    const kept = attributes.map(({ name, index }) => [name, cells.at(index).slice(0, 500)] as const);
    const told = JSON.stringify(Object.fromEntries(kept.filter(([, value]) => value !== "")));
    const area = cells.text("home_area");
    copy.add(
      `${identityColumns(reading, customer)}\t${area === "" ? "\\N" : copyText(area)}\t${copyText(told)}\t${line}`,
    );
  });
}

function tableOf(reading: Reading<unknown>, file: string, row: (fields: string[], line: number) => void): TableReader {
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

/** A day without a time; a text that is none refuses the row. */
export function dayIn<F extends string>(
  cells: RowCells<F>,
  field: F,
  days: ReturnType<typeof dateReader>,
): string | undefined {
  const text = cells.text(field);
  if (text === "") return undefined;
  const told = days(text);
  if (told && Number.isFinite(told.wall)) return isoDay(Math.floor(told.wall / 86_400_000));
  cells.refuse(field, text, "date", { format: "YYYY-MM-DD" });
  return undefined;
}

function optional(text: string): string | undefined {
  return text === "" ? undefined : ownCopy(text).slice(0, maxName);
}

function degrees(cells: RowCells<StoreField>, field: "lat" | "lon", max: number): number | undefined {
  const text = cells.text(field);
  if (text === "") return undefined;
  const value = Number(text.replace(",", "."));
  if (Number.isFinite(value) && Math.abs(value) <= max) return value;
  cells.refuse(field, text, "degrees", { max });
  return undefined;
}

/** A zone by name: offsets such as +02:00 mean the contrary to the database, and know no summer. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
