import { completeThrough } from "./complete-through";
import { CopyRows } from "./copy-rows";
import { decimalText } from "./decimal";
import type { Header } from "./header";
import type { Imported, ImportTask } from "./import-task";
import type { PurchaseMapping } from "./mapping";
import { mergeProducts, mergeStores } from "./merge-catalogue";
import { mergeLines } from "./merge-lines";
import { mergeAnonymous, mergePeople } from "./merge-people";
import { PurchaseLines } from "./purchase-line";
import { type Done, readFiles, refuseIfAllAre } from "./read-files";
import type { Reading } from "./reading";
import { customerRows, productRows, storeRows } from "./related-files";
import { emptyReport, type Outcome } from "./report";
import {
  dropRepeatedLines,
  numberIdenticalLines,
  type Span,
  spanOfLines,
  stageCustomers,
  stageLines,
} from "./stage-lines";
import { startReading } from "./start-reading";
import { judgeStoreDays } from "./store-days";
import { refuseUnknownSuccessors } from "./successors";

type Task = ImportTask<PurchaseMapping>;
type PurchaseReading = Reading<PurchaseMapping>;

/** Reads, checks and merges the files of a batch of purchases; all of it in the task's transaction. */
export async function importPurchases(task: Task): Promise<Imported> {
  const { sql, target } = task;
  await stageLines(sql);
  await stageCustomers(sql);
  const { reading, copy } = await startReading(task, "stage_line");
  const rows = await readAll(task, reading, copy);
  task.progress.update({ state: "merging", step: "checking" });
  await sql.unsafe("analyze stage_line");
  const repeated = await settleKeys(task, reading);
  await task.trial?.staged(sql, "stage_line");
  const span = await spanOfLines(sql);
  task.progress.update({ step: "catalogue" });
  const newStores = await mergeStores(target, reading.stores, reading.storeZones);
  const newProducts = await mergeProducts(target, reading.products, notMerchandise(task.mapping));
  task.progress.update({ step: "people" });
  const people = await mergePeople(target, "stage_line", reading.identityKind);
  await mergeAnonymous(target);
  task.progress.update({ step: "lines" });
  const wholeReceipts = task.mapping.wholeReceipts && !reading.hasLineIds;
  const merged = await mergeLines(target, { wholeReceipts });
  task.progress.update({ step: "days" });
  await completeThrough(task, span);
  await judgeStoreDays(target);
  const facts = {
    rows,
    repeated,
    newStores,
    newProducts,
    ...merged,
    customers: people.people,
    newCustomers: people.made,
  };
  return { outcome: outcomeOf(reading, span, facts), rejects: reading.rejects };
}

async function readAll(task: Task, reading: PurchaseReading, copy: CopyRows): Promise<number> {
  const done: Done = { bytes: 0 };
  const { stores, products } = task.mapping.related;
  const shops = ({ name }: { name: string }, header: Header) => ({ name, header, columns: stores?.columns });
  const goods = ({ name }: { name: string }, header: Header) => ({
    name,
    header,
    ...products,
    columns: products?.columns,
  });
  await readFiles(task, reading, "stores", null, (on, file, header) => storeRows(on, shops(file, header)), done);
  await readFiles(task, reading, "products", null, (on, file, header) => productRows(on, goods(file, header)), done);
  await refuseUnknownSuccessors(task, reading);
  const people = new CopyRows(task.sql, "stage_customer", task.batchSize);
  await readFiles(
    task,
    reading,
    "customers",
    people,
    (on, file, header) => customerRows(on, people, file.name, header),
    done,
  );
  const begin = (
    on: PurchaseReading,
    file: { name: string; index: number },
    header: ConstructorParameters<typeof PurchaseLines>[2],
  ) => new PurchaseLines(on, file, header);
  const rows = await readFiles(task, reading, "facts", copy, begin, done);
  refuseIfAllAre(reading, rows);
  return rows;
}

async function settleKeys(task: Task, reading: PurchaseReading): Promise<number> {
  if (!reading.hasLineIds) {
    await numberIdenticalLines(task.sql);
    return 0;
  }
  const { equal, other } = await dropRepeatedLines(task.sql);
  const names = task.files.filter(({ role }) => role === "facts").map(({ file }) => file.name);
  for (const { file, line, laterLine } of other) {
    const params = { later: laterLine };
    reading.rejects.add({ file: names[file] ?? "", line, column: "line", value: "", code: "supersededInFile", params });
  }
  return equal;
}

/** Which codes the mapping says are no merchandise; of others it says nothing: a file of products may have. */
function notMerchandise({ notMerchandise: named }: PurchaseMapping): (code: string) => boolean {
  const codes = new Set(named.codes);
  const pattern = named.pattern === undefined ? undefined : new RegExp(named.pattern);
  return (code) => codes.has(code) || pattern?.test(code) === true;
}

type Merged = Pick<
  Outcome["report"],
  | "rows"
  | "repeated"
  | "newStores"
  | "newProducts"
  | "inserted"
  | "corrected"
  | "replaced"
  | "unchanged"
  | "customers"
  | "newCustomers"
>;

function outcomeOf(reading: PurchaseReading, span: Span, merged: Merged): Outcome {
  const { counts, rejects, clock } = reading;
  const exact = counts.exact.total(reading.workspace.minorDigits);
  const rounded = counts.rounded.total(exact.scale);
  return {
    firstDay: span.first,
    lastDay: span.last,
    report: {
      ...emptyReport,
      ...merged,
      kept: counts.kept,
      refused: rejects.count,
      receipts: span.receipts,
      receiptsInTwoFiles: span.receiptsInTwoFiles,
      stores: reading.stores.size,
      products: reading.products.size,
      refunds: counts.refunds,
      adjustments: counts.adjustments,
      converted: counts.converted,
      sum: decimalText(rounded.units, rounded.scale),
      roundingDifference: decimalText(rounded.units - exact.units, exact.scale),
      movedForward: clock.movedForward,
      firstOfTwo: clock.firstOfTwo,
      rejectsByCode: Object.fromEntries(rejects.byCode),
    },
  };
}
