import type { Imported, ImportTask } from "./import-task";
import type { StockMapping } from "./mapping";
import { mergeProducts, mergeStores } from "./merge-catalogue";
import { dropRepeatedStock, mergeStock, stageStock } from "./merge-stock";
import { readFiles, refuseIfAllAre } from "./read-files";
import type { Reading } from "./reading";
import { emptyReport } from "./report";
import { startReading } from "./start-reading";
import { stockRows } from "./stock-row";

/** Reads, checks and merges what was in stock where, and when; all of it in the task's transaction. */
export async function importStock(task: ImportTask<StockMapping>): Promise<Imported> {
  const { sql, target } = task;
  await stageStock(sql);
  const { reading, copy } = await startReading(task, "stage_stock");
  const rows = await readFiles(task, reading, "facts", copy, stockRows, { bytes: 0 });
  refuseIfAllAre(reading, rows);
  task.progress.update({ state: "merging", step: "checking" });
  const repeated = await settleRepeated(task, reading);
  await task.trial?.staged(sql, "stage_stock");
  task.progress.update({ step: "catalogue" });
  const newStores = await mergeStores(target, reading.stores, reading.storeZones);
  const newProducts = await mergeProducts(target, reading.products, null);
  task.progress.update({ step: "lines" });
  const merged = await mergeStock(target);
  const [span] = await sql.unsafe<{ first: string | null; last: string | null }[]>(
    "select min(from_day)::text as first, max(from_day)::text as last from stage_stock",
  );
  const { counts, rejects } = reading;
  const report = {
    ...emptyReport,
    ...merged,
    rows,
    repeated,
    kept: counts.kept,
    refused: rejects.count,
    stores: reading.stores.size,
    newStores,
    products: reading.products.size,
    newProducts,
    rejectsByCode: Object.fromEntries(rejects.byCode),
  };
  return { outcome: { report, firstDay: span?.first ?? null, lastDay: span?.last ?? null }, rejects };
}

/** Returns how many rows came twice alike; those that said something else are told with their line. */
async function settleRepeated(task: ImportTask<StockMapping>, reading: Reading<StockMapping>): Promise<number> {
  const names = task.files.filter(({ role }) => role === "facts").map(({ file }) => file.name);
  let equal = 0;
  for (const { file, line, laterLine, same } of await dropRepeatedStock(task.sql)) {
    const where = { file: names[file] ?? "", line, column: "date", value: "" };
    if (same) equal++;
    else reading.rejects.add({ ...where, code: "supersededInFile", params: { later: laterLine } });
  }
  return equal;
}
