import type { Simulation } from "./simulate";

type Cell = string | number | boolean | null | undefined;

/** Rows to a chunk of text: few enough for memory, many enough to be fast. */
const rowsPerChunk = 2000;

function quoted(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function* chunks(header: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string> {
  let lines = [header.join(",")];
  for (const row of rows) {
    lines.push(row.map(quoted).join(","));
    if (lines.length < rowsPerChunk) continue;
    yield `${lines.join("\n")}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join("\n")}\n`;
}

function money(minor: number): string {
  const cents = Math.abs(minor);
  return `${minor < 0 ? "-" : ""}${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

const categoryColumns = ["category_1", "category_2", "category_3"];

/** How the purchases file is to be read, in the words of an import mapping. */
export function purchaseMapping({ products, stores }: Pick<Simulation, "products" | "stores">) {
  return {
    categories: categoryColumns,
    refund: { column: "kind", values: ["refund"] },
    lineUniqueIn: "source" as const,
    notMerchandise: { codes: products.filter((product) => !product.merchandise).map((product) => product.externalId) },
    storeZones: Object.fromEntries(stores.map((store) => [store.externalId, store.tz])),
  };
}

/** The purchases file as text, a few thousand rows at a time, header first: one denormalised table that brings products and stores. */
export function* purchasesCsv(simulation: Simulation): Generator<string> {
  const header = "receipt,line,at,store,store_name,customer,product,product_name".split(",");
  const stores = new Map(simulation.stores.map((store) => [store.externalId, store.name]));
  const products = new Map(simulation.products.map((product) => [product.externalId, product]));
  function* rows(): Generator<Cell[]> {
    for (const line of simulation.purchaseLines()) {
      const product = products.get(line.product);
      const path = categoryColumns.map((_, i) => product?.categoryPath[i]);
      const what = [line.product, product?.name, ...path, line.quantity, money(line.amountMinor)];
      const how = [line.channel, line.fulfilment, line.kind];
      yield [line.receipt, line.line, line.at, line.store, stores.get(line.store), line.customer, ...what, ...how];
    }
  }
  yield* chunks([...header, ...categoryColumns, "quantity", "amount", "channel", "fulfilment", "kind"], rows());
}

/** The survey file as text. */
export function* responsesCsv(simulation: Simulation): Generator<string> {
  function* rows(): Generator<Cell[]> {
    for (const { id, customer, at, score, comment, store } of simulation.surveyResponses())
      yield [id, customer, at, score, comment, store];
  }
  yield* chunks(["response", "customer", "at", "score", "comment", "store"], rows());
}

/** The interactions file as text. */
export function* interactionsCsv(simulation: Simulation): Generator<string> {
  const header =
    "interaction,customer,at,kind,direction,mode,channel,store,product,resolved_first,transferred,text".split(",");
  function* rows(): Generator<Cell[]> {
    for (const row of simulation.interactions()) {
      const { id, customer, at, kind, direction, mode, channel, store, product, resolvedFirst, transferred, text } =
        row;
      yield [id, customer, at, kind, direction, mode, channel, store, product, resolvedFirst, transferred, text];
    }
  }
  yield* chunks(header, rows());
}
