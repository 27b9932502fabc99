import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Connection, connect } from "@/db/client";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { inWorkspace } from "../scope";
import { openBatch } from "./open-batch";
import { runBatch } from "./run-batch";
import { holdBatch } from "./source-lock";
import { at, file, type TestShop, testShop } from "./testing";

let database: TestDatabase;
let shop: TestShop;
let app: Connection;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "busy");
  app = connect(database.appUrl, { max: 2, name: "test-busy" });
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const csv = "receipt,at,store,customer,product,quantity,amount\nR1,2024-02-01,S1,C1,P1,1,9.00\n";
const actor = { kind: "command", name: "test" } as const;
const who = () => ({ workspaceId: shop.workspaceId, actor, now: at });

async function newBatch(): Promise<number> {
  const files = [{ role: "facts" as const, name: "tills.csv", bytes: csv.length, path: null }];
  const { batchId } = await inWorkspace(app.db, who(), (scope) =>
    openBatch(scope, { sourceName: "tills", kind: "purchases", mapping: {}, files }),
  );
  return batchId;
}

/** A batch that an importer took. */
async function takenBatch(): Promise<number> {
  const id = await newBatch();
  await database.owner.sql`update import_batch set state = 'reading' where id = ${id}`;
  return id;
}

const run = (batchId: number, onMerging: () => void = () => {}) =>
  runBatch(
    { ...shop.workshop, app },
    {
      ...{ workspaceId: shop.workspaceId, batchId, files: [{ role: "facts", file: file("tills.csv", csv) }] },
      onProgress: ({ state }) => state === "merging" && onMerging(),
    },
  );

describe("batches of one source", () => {
  it("one that nobody is at any more was interrupted, at once; one that waits for its turn was not", async () => {
    const [killed, waiting] = [await takenBatch(), await takenBatch()];
    await database.owner.sql.begin(async (sql) => {
      await holdBatch(sql, waiting);
      await run(await newBatch());
    });
    const states = await Promise.all([killed, waiting].map(async (id) => (await shop.batch(id)).batch));
    expect(states.map(({ state, error }) => [state, error?.code])).toEqual([
      ["failed", "ingest.interrupted"],
      ["reading", undefined],
    ]);
  });
  it("an import ends though every connection waits for a row that it has written", async () => {
    const killed = await takenBatch();
    const waiting: Promise<unknown>[] = [];
    const report = await run(await newBatch(), () => {
      while (waiting.length < 2)
        waiting.push(
          app.sql.begin(async (sql) => {
            await sql.unsafe(`set local app.workspace_id = '${shop.workspaceId}'`);
            return sql`select id from import_batch where id = ${killed} for update`;
          }),
        );
    });
    expect([report.rows, waiting.length]).toEqual([1, 2]);
    await Promise.all(waiting);
  });
});
