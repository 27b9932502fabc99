import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { at, type TestShop, testShop } from "../ingest/testing";
import { enqueue } from "../jobs/enqueue";
import { handlers } from "../jobs/registry";
import { runChain } from "../jobs/run-chain";
import { inWorkspace, type Scope } from "../scope";

let database: TestDatabase;
let shop: TestShop;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "bursts");
});
afterAll(() => database.drop());

const as = <T>(work: (scope: Scope) => Promise<T>) => {
  const actor = { kind: "command", name: "test" } as const;
  return inWorkspace(database.app.db, { workspaceId: shop.workspaceId, actor, now: at }, work);
};
const visits = async () => {
  const [row] = await database.owner.sql<{ n: number }[]>`
    select count(*)::int as n from visit where workspace_id = ${shop.workspaceId}`;
  return row?.n;
};
const receipt = (n: number) => `receipt,at,store,customer,product,quantity,amount\nR${n},2024-01-0${n},S1,C1,P1,1,5\n`;
const deriveAt = (clock: Date) => {
  const workshop = { ...shop.workshop, clock: () => clock };
  return runChain(workshop, shop.workspaceId, { ...handlers, import: async () => {} });
};

const setRunning = (job = 0) =>
  database.owner.sql`update job_run set state = 'running', heartbeat_at = ${at.toISOString()} where id = ${job}`;
const endImports = () => database.owner.sql`update job_run set state = 'done' where job = 'import'`;

describe("what is derived from a burst of imports", () => {
  it("waits for the last of them, but for no longer than five minutes", async () => {
    await shop.import({ "one.csv": receipt(1) });
    const [job] = await as(async (scope) => [await enqueue(scope, "import", "import_batch:999", { batchId: 999 })]);
    await setRunning(job);
    await deriveAt(at);
    expect(await visits()).toBe(0);
    await as((scope) => enqueue(scope, "derive-visits", "workspace", {}));
    await deriveAt(new Date(at.getTime() + 6 * 60_000));
    expect(await visits()).toBe(1);
    await endImports();
  });
  it("is done when the rows of the last one are in: its run ends with them", async () => {
    const [job] = await as(async (scope) => [await enqueue(scope, "import", "import_batch:997", { batchId: 997 })]);
    await setRunning(job);
    await shop.import({ "two.csv": receipt(2) }, { runId: job ?? 0 });
    await deriveAt(at);
    expect(await visits()).toBe(2);
    await endImports();
  });
  it("is done when the last one fails", async () => {
    await shop.import({ "three.csv": receipt(3) });
    const [job] = await as(async (scope) => [await enqueue(scope, "import", "import_batch:998", { batchId: 998 })]);
    await setRunning(job);
    await deriveAt(at);
    expect(await visits()).toBe(2);
    await endImports();
    await expect(shop.import({ "none.csv": "a,b\n1,2\n" })).rejects.toMatchObject({ code: "ingest.missingColumn" });
    await deriveAt(at);
    expect(await visits()).toBe(3);
  });
});
