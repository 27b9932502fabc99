import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { handlers as registered } from "../jobs/registry";
import { runChain } from "../jobs/run-chain";
import { inWorkspace, type Scope } from "../scope";
import { discardUpload } from "./discard-upload";
import { openBatch } from "./open-batch";
import { importOf, listImports, mappingOf, undoneSince } from "./queries";
import { receiveUpload } from "./receive-upload";
import { saveMapping } from "./save-mapping";
import { saveSource } from "./save-source";
import { startImport } from "./start-import";
import { at, type TestShop, testShop } from "./testing";
import { tryImport } from "./try-import";

let database: TestDatabase;
let shop: TestShop;
const folder = mkdtempSync(path.join(tmpdir(), "triptych-upload-"));
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "upload");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

const as = <T>(work: (scope: Scope) => Promise<T>) => {
  const actor = { kind: "command", name: "test" } as const;
  return inWorkspace(database.app.db, { workspaceId: shop.workspaceId, actor, now: at }, work);
};
const nothing = async () => {};
const handlers = { ...registered, "derive-visits": nothing, "open-cohort": nothing };
const content = 'Ticket,When,Shop,Who,What,Paid\n1,31/12/2023,S1,C1,P1,"12,50"\n2,01/01/2024,S1,C2,P1,x\n';

/** A file as the upload route leaves it: on the disk, with a batch that waits for its mapping. */
async function uploaded(): Promise<{ id: number; file: string }> {
  const file = path.join(folder, `${Math.trunc(performance.now() * 1000)}`);
  writeFileSync(file, content);
  const id = await as(async (scope) => {
    const files = [{ role: "facts" as const, name: "tickets.csv", bytes: content.length, path: file }];
    const { batchId } = await openBatch(scope, { sourceName: "tills", kind: "purchases", mapping: {}, files });
    await scope.db.execute(`update import_batch set state = 'uploaded' where id = ${batchId}`);
    return batchId;
  });
  return { id, file };
}

const mapping = {
  columns: { receipt: "Ticket", at: "When", store: "Shop", customer: "Who", product: "What", amount: "Paid" },
  dateFormat: "D/M/YYYY",
  decimal: ",",
};

describe("an uploaded file", () => {
  it("is tried before anything is written: a fault in words, then what each row would do", async () => {
    const { id } = await uploaded();
    const tried = async () => {
      await as((scope) => tryImport(scope, { id }));
      await runChain(shop.workshop, shop.workspaceId, handlers);
      return (await as((scope) => mappingOf(scope, id))).dryRun;
    };
    const first = await as((scope) => mappingOf(scope, id));
    expect(first.header).toEqual(["Ticket", "When", "Shop", "Who", "What", "Paid"]);
    expect(first.dryRun).toEqual({ fault: { code: "ingest.notTried", params: {} } });
    await as((scope) => tryImport(scope, { id }));
    expect((await as((scope) => mappingOf(scope, id))).dryRun).toBeNull();
    expect(await tried()).toMatchObject({ fault: { code: "ingest.missingColumn" } });
    await as((scope) => saveMapping(scope, { id, mapping }));
    expect((await as((scope) => mappingOf(scope, id))).dryRun).toMatchObject({ fault: { code: "ingest.notTried" } });
    expect(await tried()).toMatchObject({
      whole: true,
      report: { kept: 1, refused: 1, inserted: 1, newCustomers: 1, newStores: 1, sum: "12.5" },
      rows: [
        {
          line: 2,
          outcome: "new",
          said: { date: "2023-12-31", time: "00:00", store: "S1", customer: "C1", product: "P1", amount: "12.5" },
        },
        { line: 3, outcome: "refused", reject: { line: 3, column: "Paid", code: "number" } },
      ],
    });
    const [left] = await database.owner.sql`
      select (select count(*) from purchase_line where workspace_id = ${shop.workspaceId})::int as lines,
        (select count(*) from store where workspace_id = ${shop.workspaceId})::int as stores,
        (select count(*) from customer where workspace_id = ${shop.workspaceId})::int as customers`;
    expect(left).toEqual({ lines: 0, stores: 0, customers: 0 });
  });

  it("a mapping that makes no sense is refused with its place; nothing is kept of it", async () => {
    const { id } = await uploaded();
    await expect(as((scope) => saveMapping(scope, { id, mapping: { dateFormat: "soon" } }))).rejects.toMatchObject({
      code: "ingest.mapping",
      params: { where: "dateFormat" },
    });
  });

  it("is imported by the worker, once, and then removed", async () => {
    const { id, file } = await uploaded();
    await as((scope) => saveMapping(scope, { id, mapping, completeThrough: "2023-12-31" }));
    await as((scope) => startImport(scope, { id }));
    await expect(as((scope) => startImport(scope, { id }))).rejects.toMatchObject({ code: "ingest.alreadyStarted" });
    await runChain(shop.workshop, shop.workspaceId, handlers);
    const { batch, rejects } = await as((scope) => importOf(scope, id));
    expect(batch).toMatchObject({ state: "done", completeThrough: "2023-12-31", report: { inserted: 1, refused: 1 } });
    expect(rejects).toHaveLength(1);
    expect(existsSync(file)).toBe(false);
  });

  it("that cannot be used ends as failed, with its sentence, and is not tried for ever", async () => {
    const { id, file } = await uploaded();
    await as((scope) => startImport(scope, { id }));
    await runChain(shop.workshop, shop.workspaceId, handlers);
    const { batch } = await as((scope) => importOf(scope, id));
    expect(batch).toMatchObject({ state: "failed", error: { code: "ingest.missingColumn" } });
    expect(existsSync(file)).toBe(false);
  });

  it("can be thrown away", async () => {
    const { id, file } = await uploaded();
    await as((scope) => discardUpload(scope, { id }));
    expect(existsSync(file)).toBe(false);
    await expect(as((scope) => importOf(scope, id))).rejects.toMatchObject({ code: "import_batch" });
  });
});

describe("a source", () => {
  it("keeps what was agreed with it, and the audit what stood before; one of another workspace is not found", async () => {
    await uploaded();
    const read = () => as(async (scope) => (await listImports(scope)).sources.find(({ name }) => name === "tills"));
    const before = await read();
    expect(before).toMatchObject({ expectedEvery: null, sampleOfLines: false });
    const id = before?.id ?? 0;
    await as((scope) => saveSource(scope, { id, expectedEvery: 7, sampleOfLines: true }));
    expect(await read()).toMatchObject({ expectedEvery: 7, sampleOfLines: true });
    const [audit] = await database.owner.sql`
      select before, after from audit_event where workspace_id = ${shop.workspaceId} and action = 'data:source'`;
    expect(audit).toEqual({
      before: { expectedEvery: null, sampleOfLines: false },
      after: { expectedEvery: 7, sampleOfLines: true },
    });
    const other = await testShop(database, "elsewhere");
    await expect(
      inWorkspace(
        database.app.db,
        { workspaceId: other.workspaceId, actor: { kind: "command", name: "test" }, now: at },
        (scope) => saveSource(scope, { id, expectedEvery: 1, sampleOfLines: false }),
      ),
    ).rejects.toMatchObject({ code: "source" });
  });

  it("that is a sample of lines after all, or no longer, has the rhythms derived again; another setting does not", async () => {
    const derives = () => database.owner.sql`
      select subject from job_run
      where workspace_id = ${shop.workspaceId} and job = 'derive-visits' and state = 'queued'`;
    const before = await as(async (scope) => (await listImports(scope)).sources.find(({ name }) => name === "tills"));
    const save = (sampleOfLines: boolean, expectedEvery: number) =>
      as((scope) => saveSource(scope, { id: before?.id ?? 0, expectedEvery, sampleOfLines }));
    await runChain(shop.workshop, shop.workspaceId, handlers);
    await save(before?.sampleOfLines ?? false, 3);
    expect(await derives()).toEqual([]);
    await save(!before?.sampleOfLines, 3);
    expect(await derives()).toEqual([{ subject: "workspace" }]);
  });
});

describe("an import that was undone", () => {
  it("is told of whatever was raised while it stood, not of what came before or after", async () => {
    const report = await shop.import(
      { "q.csv": "receipt,line,at,store,product,amount\n9,9,2024-01-05,S1,P1,1\n" },
      { mapping: {} },
    );
    await database.owner.sql`
      update import_batch set state = 'undone', finished_at = '2026-11-01T00:00:00Z', undone_at = '2026-11-10T00:00:00Z'
      where workspace_id = ${shop.workspaceId} and id = ${report.batchId}`;
    const told = (day: string) => as((scope) => undoneSince(scope, new Date(day)));
    expect(await told("2026-11-05")).toEqual([
      { id: report.batchId, source: "tills", undoneAt: new Date("2026-11-10T00:00:00Z") },
    ]);
    expect([await told("2026-10-31"), await told("2026-11-11")]).toEqual([[], []]);
  });
});

describe("the upload form", () => {
  const post = (form: FormData) => new Request("http://localhost/upload", { method: "POST", body: form });
  it("brings its file to the disk and its fields along; the name loses its folders", async () => {
    const form = new FormData();
    form.set("kind", "purchases");
    form.set("source", "caisses é");
    form.set("file", new File([content], "../../tickets é.csv"));
    const target = path.join(folder, "received");
    expect(await receiveUpload(post(form), target)).toEqual({
      name: "tickets é.csv",
      bytes: content.length,
      fields: { kind: "purchases", source: "caisses é" },
    });
    expect(readFileSync(target, "utf8")).toBe(content);
  });
  it("without a file, or with an empty one, leaves nothing", async () => {
    const target = path.join(folder, "nothing");
    for (const file of [undefined, new File([], "a.csv")]) {
      const form = new FormData();
      form.set("kind", "purchases");
      if (file) form.set("file", file);
      await expect(receiveUpload(post(form), target)).rejects.toMatchObject({ code: "ingest.noFiles" });
      expect(existsSync(target)).toBe(false);
    }
  });
});
