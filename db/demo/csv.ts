import type { Simulation } from "./simulate";

type Cell = string | number | boolean | null | undefined;

/** Rows to a chunk of text: few enough for memory, many enough to be fast. */
const rowsPerChunk = 2000;

function quoted(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function row(...cells: Cell[]): string {
  return cells.map(quoted).join(",");
}

function* chunks(header: string, rows: Iterable<string>): Generator<string> {
  let lines = [header];
  for (const line of rows) {
    if (lines.push(line) < rowsPerChunk) continue;
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
  const header =
    "receipt,line,at,customer,store,store_name,product,product_name,quantity,amount,channel,fulfilment,kind".split(",");
  header.splice(8, 0, ...categoryColumns);
  const stores = new Map(simulation.stores.map((store) => [store.externalId, row(store.externalId, store.name)]));
  const products = new Map(
    simulation.products.map(({ externalId, name, categoryPath }) => [
      externalId,
      row(externalId, name, ...categoryColumns.map((_, depth) => categoryPath[depth])),
    ]),
  );
  function* rows(): Generator<string> {
    for (const it of simulation.purchaseLines()) {
      const where = `${it.receipt},${it.line},${it.at},${it.customer ?? ""},${stores.get(it.store)}`;
      yield `${where},${products.get(it.product)},${it.quantity},${money(it.amountMinor)},${it.channel},${it.fulfilment},${it.kind}`;
    }
  }
  yield* chunks(header.join(","), rows());
}

/** The survey file as text. */
export function* responsesCsv(simulation: Simulation): Generator<string> {
  function* rows(): Generator<string> {
    for (const { id, customer, at, score, comment, store } of simulation.surveyResponses())
      yield row(id, customer, at, score, comment, store);
  }
  yield* chunks("response,customer,at,score,comment,store", rows());
}

/** The interactions file as text. */
export function* interactionsCsv(simulation: Simulation): Generator<string> {
  function* rows(): Generator<string> {
    for (const it of simulation.interactions()) {
      const { id, customer, at, kind, direction, mode, channel, store, product, resolvedFirst, transferred, text } = it;
      yield row(id, customer, at, kind, direction, mode, channel, store, product, resolvedFirst, transferred, text);
    }
  }
  yield* chunks(
    "interaction,customer,at,kind,direction,mode,channel,store,product,resolved_first,transferred,text",
    rows(),
  );
}
