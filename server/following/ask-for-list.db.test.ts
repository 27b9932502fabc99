import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { endRun } from "../jobs/end-run";
import { enqueue } from "../jobs/enqueue";
import { handlers } from "../jobs/registry";
import { runOne } from "../jobs/run";
import { inWorkspace, type Scope } from "../scope";
import { askForList } from "./ask-for-list";

let database: TestDatabase;
let workspaceId: number;
beforeAll(async () => {
  database = await testDatabase();
  const [made] = await database.owner.sql<{ id: number }[]>`
    insert into workspace (slug, name, currency, tz) values ('w', 'W', 'EUR', 'UTC') returning id`;
  workspaceId = made?.id ?? 0;
});
afterAll(() => database.drop());

const clock = () => new Date("2026-11-21T09:00:00Z");
const actor = { kind: "command", name: "test" } as const;
const enter = <T>(work: (scope: Scope) => Promise<T>) =>
  inWorkspace(database.app.db, { workspaceId, actor, now: clock() }, work);
const lists = async () => (await database.owner.sql`select from job_run where job = 'draw-up-list'`).length;
const step = (changeId: number) => enter((scope) => enqueue(scope, "read-change", `change:${changeId}`, { changeId }));
const end = (runId: number) =>
  enter(async (scope) => {
    await endRun(scope, runId);
    await askForList(scope);
  });

describe("the list over all changes", () => {
  it("is asked for by the step that ends last", async () => {
    const [first, second] = [await step(1), await step(2)];
    await end(first);
    expect(await lists()).toBe(0);
    await end(second);
    expect(await lists()).toBe(1);
  });
  it("two that end at once: one of them asks", async () => {
    await database.owner.sql`delete from job_run`;
    const both = [await step(1), await step(2)];
    await Promise.all(both.map(end));
    expect(await lists()).toBe(1);
  });
  it("is asked for where the last step fails", async () => {
    await database.owner.sql`delete from job_run`;
    const runId = await step(404);
    const failing = runOne({ ...database, clock }, "read-change", { workspaceId, runId, ...{ changeId: 404 } }, (job) =>
      handlers["read-change"](job, { changeId: 404 }),
    );
    await expect(failing).rejects.toThrow();
    expect(await lists()).toBe(1);
  });
  it("waits for the portraits, and does without them where they fail", async () => {
    await database.owner.sql`delete from job_run`;
    const runId = await enter((scope) => enqueue(scope, "refresh-portraits", "workspace", {}));
    await end(await step(1));
    expect(await lists()).toBe(0);
    const failing = runOne({ ...database, clock }, "refresh-portraits", { workspaceId, runId }, (job) =>
      handlers["refresh-portraits"](job, {}),
    );
    await expect(failing).rejects.toThrow("no model is in force");
    expect(await lists()).toBe(1);
  });
});
