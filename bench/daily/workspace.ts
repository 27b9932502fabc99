import { applicationUrl } from "@/db/application-url";
import { connect } from "@/db/client";
import type { BatchKind } from "@/db/schema";
import type { InputFile } from "@/server/ingest/input-file";
import { openBatch } from "@/server/ingest/open-batch";
import { runBatch } from "@/server/ingest/run-batch";
import type { Workshop } from "@/server/jobs/run";
import { inWorkspace } from "@/server/scope";
import type { BenchRetailer } from "./retailer";

export const sourceName = "tills";

/** Runs `work` with both logins of a database, and closes them. */
export async function withWorkshop<T>(url: string, work: (workshop: Workshop) => Promise<T>): Promise<T> {
  const workshop: Workshop = {
    owner: connect(url, { max: 4, name: "bench" }),
    app: connect(applicationUrl(url) ?? url, { max: 4, name: "bench" }),
    clock: () => new Date(),
  };
  try {
    return await work(workshop);
  } finally {
    await Promise.all([workshop.owner.close(), workshop.app.close()]);
  }
}

/** Imports one file by the product's own importer. Returns its batch. */
export async function importFile(
  workshop: Workshop,
  workspaceId: number,
  { kind, file, completeThrough }: { kind: BatchKind; file: InputFile; completeThrough?: string },
): Promise<{ batchId: number; sourceId: number }> {
  const files = [{ role: "facts" as const, file }];
  const stored = files.map(({ role }) => ({ role, name: file.name, bytes: file.bytes, path: null }));
  const who = { workspaceId, actor: { kind: "command", name: "bench" } as const, now: workshop.clock() };
  const mapping = kind === "purchases" ? { lineUniqueIn: "source" } : {};
  const opened = await inWorkspace(workshop.app.db, who, (scope) =>
    openBatch(scope, { sourceName, kind, mapping, files: stored, completeThrough }),
  );
  const { refused } = await runBatch(workshop, { workspaceId, batchId: opened.batchId, files });
  if (refused > 0) throw new Error(`The import refused ${refused} rows of ${file.name}.`);
  return opened;
}

/** Stores and products of the retailer, by the product's own importer. */
export async function importCatalogue(
  workshop: Workshop,
  workspaceId: number,
  retailer: BenchRetailer,
): Promise<number> {
  const stores = textFile("stores.csv", () => storesCsv(retailer));
  const { sourceId } = await importFile(workshop, workspaceId, { kind: "stores", file: stores });
  await importFile(workshop, workspaceId, {
    kind: "products",
    file: textFile("products.csv", () => productsCsv(retailer)),
  });
  return sourceId;
}

/** A file whose text is made as it is read. */
export function textFile(name: string, text: () => Iterable<string>): InputFile {
  return {
    name,
    bytes: 0,
    async *open() {
      for (const piece of text()) yield Buffer.from(piece, "utf8");
    },
  };
}

function* storesCsv({ stores }: BenchRetailer): Generator<string> {
  yield row(["store", "name", "zone", "lat", "lon", "region", "format", "opened_on", "closed_on", "successor"]);
  for (const it of stores) {
    const life = [it.openedOn, it.closedOn, it.successorExternalId];
    yield row([it.externalId, it.name, it.tz, it.lat, it.lon, it.region, it.format, ...life]);
  }
}

function* productsCsv({ products }: BenchRetailer): Generator<string> {
  yield row(["product", "name", "category", "merchandise"]);
  for (const it of products) yield row([it.externalId, it.name, it.categoryPath.join(" / "), it.merchandise]);
}

function row(cells: (string | number | boolean | undefined)[]): string {
  return `${cells.map((cell) => (cell === undefined ? "" : `"${String(cell).replaceAll('"', '""')}"`)).join(",")}\n`;
}
