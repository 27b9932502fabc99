import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { inWorkspace, type Scope } from "../scope";
import { enqueue } from "./enqueue";

let database: TestDatabase;
let workspaceId: number;
beforeAll(async () => {
  database = await testDatabase();
  const [made] = await database.owner.sql<{ id: number }[]>`
    insert into workspace (slug, name, currency, tz) values ('w', 'W', 'EUR', 'UTC') returning id`;
  workspaceId = made?.id ?? 0;
});
afterAll(() => database.drop());

const actor = { kind: "command", name: "test" } as const;
const enter = <T>(work: (scope: Scope) => Promise<T>) =>
  inWorkspace(database.app.db, { workspaceId, actor, now: new Date("2026-11-21T09:00:00Z") }, work);
const waiting = () =>
  database.owner.sql`select data from pgboss.job where name = 'derive-visits' and state = 'created'`;
const runs = () => database.owner.sql`select id from job_run where job = 'derive-visits'`;

describe("enqueue", () => {
  it("the job goes with its transaction: rolled back, neither run nor queue has it", async () => {
    const failing = enter(async (scope) => {
      await enqueue(scope, "derive-visits", "workspace", {});
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect([await waiting(), await runs()].map((rows) => rows.length)).toEqual([0, 0]);
  });
  it("committed: one run, one job that names it by ids only", async () => {
    const runId = await enter((scope) => enqueue(scope, "derive-visits", "workspace", {}));
    expect((await waiting()).map((row) => row.data)).toEqual([{ workspaceId, runId }]);
  });
  it("asked for again while it waits: the same run", async () => {
    const again = await enter((scope) => enqueue(scope, "derive-visits", "workspace", {}));
    const [run] = await runs();
    expect([again, (await waiting()).length]).toEqual([Number(run?.id), 1]);
  });
});
