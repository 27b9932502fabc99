import { tellCatalogue } from "./catalogue-trial";
import type { Imported, ImportTask } from "./import-task";
import type { ProductMapping, StoreMapping } from "./mapping";
import { mergeProducts, mergeStores } from "./merge-catalogue";
import { type Begin, readFiles, refuseIfAllAre } from "./read-files";
import type { Reading } from "./reading";
import { productRows, storeRows } from "./related-files";
import { emptyReport } from "./report";
import { startReading } from "./start-reading";
import { refuseUnknownSuccessors } from "./successors";
import { madeRow } from "./write-over";

/** Reads, checks and merges a file of stores; all of it in the task's transaction. */
export function importStores(task: ImportTask<StoreMapping>): Promise<Imported> {
  const { columns, dateFormat } = task.mapping;
  return importCatalogue(task, "store", (reading, { name }, header) =>
    storeRows(reading, { name, header, columns, dateFormat }),
  );
}

/** The same for products. */
export function importProducts(task: ImportTask<ProductMapping>): Promise<Imported> {
  const { columns, categories, attributes } = task.mapping;
  return importCatalogue(task, "product", (reading, { name }, header) =>
    productRows(reading, { name, header, columns, categories, attributes }),
  );
}

async function importCatalogue<M extends StoreMapping | ProductMapping>(
  task: ImportTask<M>,
  table: "store" | "product",
  begin: Begin<M>,
): Promise<Imported> {
  const { target } = task;
  const { reading } = await startReading(task, "stage_line");
  const rows = await readFiles(task, reading, "facts", null, begin, { bytes: 0 });
  await refuseUnknownSuccessors(task, reading);
  const book = table === "store" ? reading.stores : reading.products;
  reading.counts.kept = book.size;
  refuseIfAllAre(reading, rows);
  task.progress.update({ state: "merging", step: "catalogue" });
  const made = table === "store" ? await storesOf(task, reading) : await mergeProducts(target, reading.products, null);
  const corrected = await changedRows(task, table);
  await tellCatalogue(task, table, book.all());
  const { rejects } = reading;
  const named = table === "store" ? { stores: book.size, newStores: made } : { products: book.size, newProducts: made };
  const report = {
    ...emptyReport,
    ...named,
    rows,
    kept: book.size,
    refused: rejects.count,
    inserted: made,
    corrected,
    unchanged: book.size - made - corrected,
    repeated: Math.max(0, rows - book.size - rejects.count),
    rejectsByCode: Object.fromEntries(rejects.byCode),
  };
  return { outcome: { report, firstDay: null, lastDay: null }, rejects };
}

/** Only what the file says of a zone, not what is known of it already, is written. */
function storesOf({ target }: ImportTask, { stores }: Reading<unknown>): Promise<number> {
  return mergeStores(target, stores, new Map());
}

async function changedRows({ sql, target }: ImportTask, table: "store" | "product"): Promise<number> {
  const [row] = await sql.unsafe<{ n: number }[]>(
    `select count(distinct o.row_id)::int as n from overwritten_value o
     where o.workspace_id = $1 and o.by_batch = $2 and o.table_name = $3 and o.column_name <> $4`,
    [target.workspaceId, target.batchId, table, madeRow],
  );
  return row?.n ?? 0;
}
