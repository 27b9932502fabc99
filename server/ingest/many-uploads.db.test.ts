import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { inWorkspace, type Scope } from "../scope";
import { openBatch } from "./open-batch";
import { receiveUpload } from "./receive-upload";
import { startImport } from "./start-import";
import { at, checksums, testShop } from "./testing";

const folder = mkdtempSync(path.join(tmpdir(), "triptych-uploads-"));
const script = fileURLToPath(new URL("../../scripts/worker.ts", import.meta.url));
const workers: ChildProcess[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const head = "receipt,line,at,store,customer,product,quantity,amount\n";
/** The rows of one file; each file speaks of all stores and customers. */
const rowsOf = (file: number) =>
  Array.from({ length: 40 }, (_, i) => {
    const day = String(1 + ((file + i) % 28)).padStart(2, "0");
    return `R${file}-${i},L${file}-${i},2024-02-${day},S${i % 5},C${(file * 7 + i) % 60},P${i % 11},1,${i}.25\n`;
  }).join("");

async function startWorker(): Promise<void> {
  const worker = fork(script, [], {
    execArgv: ["--import", "tsx"],
    env: {
      ...process.env,
      DATABASE_URL: database.ownerUrl,
      DATABASE_APP_URL: database.appUrl,
      TRIPTYCH_STATE: path.join(folder, "state"),
    },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  workers.push(worker);
  await once(worker, "message");
}

describe("100 uploads at once, into one source, with two workers", () => {
  it("all come in, each once: equal to one file with all their rows; no file is left", async () => {
    const files = Array.from({ length: 100 }, (_, file) => rowsOf(file));
    const peaceful = await testShop(database, "peaceful");
    await peaceful.import({ "all.csv": `${head}${files.join("")}` }, { completeThrough: "2024-02-28" });
    const shop = await testShop(database, "busy");
    const as = <T>(work: (scope: Scope) => Promise<T>) => {
      const actor = { kind: "command", name: "test" } as const;
      return inWorkspace(database.app.db, { workspaceId: shop.workspaceId, actor, now: at }, work);
    };
    await Promise.all([startWorker(), startWorker()]);
    await Promise.all(
      files.map(async (rows, file) => {
        const form = new FormData();
        form.set("source", "tills");
        form.set("file", new Blob([`${head}${rows}`]), `sales-${file}.csv`);
        const target = path.join(folder, "uploads", String(file));
        const { name, bytes } = await receiveUpload(
          new Request("http://x/upload", { method: "POST", body: form }),
          target,
        );
        await as(async (scope) => {
          const { batchId } = await openBatch(scope, {
            sourceName: "tills",
            kind: "purchases",
            mapping: {},
            files: [{ role: "facts", name, bytes, path: target }],
            completeThrough: "2024-02-28",
          });
          await scope.db.execute(`update import_batch set state = 'uploaded' where id = ${batchId}`);
          await startImport(scope, { id: batchId });
        });
      }),
    );
    const unfinished = async () => {
      const [row] = await database.owner.sql<{ n: number }[]>`
        select (select count(*) from import_batch where workspace_id = ${shop.workspaceId} and state <> 'done')
          + (select count(*) from job_run where workspace_id = ${shop.workspaceId} and state <> 'done') as n`;
      return Number(row?.n);
    };
    await expect.poll(unfinished, { timeout: 100_000, interval: 200 }).toBe(0);
    expect(await checksums(database.ownerUrl, shop.workspaceId)).toEqual(
      await checksums(database.ownerUrl, peaceful.workspaceId),
    );
    const [visits] = await database.owner.sql<{ n: number }[]>`
      select count(*)::int as n from visit where workspace_id = ${shop.workspaceId}`;
    expect(visits?.n).toBeGreaterThan(0);
    expect(existsSync(path.join(folder, "uploads")) ? readdirSync(path.join(folder, "uploads")) : []).toEqual([]);
  });
});
