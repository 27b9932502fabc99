import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { inWorkspace, type Scope } from "../scope";
import { enqueue } from "./enqueue";
import { handlers } from "./registry";
import type { Handler, Workshop } from "./run";
import { runChain } from "./run-chain";

const databases: TestDatabase[] = [];
let workspaceId: number;
let workshop: Workshop;
beforeEach(async () => {
  const database = await testDatabase();
  databases.push(database);
  workshop = { ...database, clock: () => new Date("2026-11-21T09:00:00Z") };
  const [made] = await database.owner.sql<{ id: number }[]>`
    insert into workspace (slug, name, currency, tz) values ('w', 'W', 'EUR', 'UTC') returning id`;
  workspaceId = made?.id ?? 0;
});
afterAll(() => Promise.all(databases.map((database) => database.drop())));

const actor = { kind: "command", name: "test" } as const;
const enter = <T>(work: (scope: Scope) => Promise<T>) =>
  inWorkspace(workshop.app.db, { workspaceId, actor, now: workshop.clock() }, work);
const ask = (...changes: number[]) =>
  enter(async (scope) => {
    for (const changeId of changes) await enqueue(scope, "open-cohort", `change:${changeId}`, { changeId });
  });
const inQueue = async () => (await workshop.owner.sql`select from pgboss.job where name = 'open-cohort'`).length;
const waiting = () => workshop.owner.sql`select from job_run where state = 'queued'`;

/** Counts how many are at work at a time; each waits until another is, or there are too few lanes. */
function crowd(lanes: number, more: (changeId: number) => Promise<unknown> = async () => {}) {
  const seen = { now: 0, most: 0, ran: [] as number[] };
  const bell: (() => void)[] = [];
  const open: Handler<"open-cohort"> = async (_job, { changeId }) => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    seen.ran.push(changeId);
    if (seen.now < lanes) await new Promise<void>((resolve) => bell.push(resolve));
    else for (const ring of bell.splice(0)) ring();
    await more(changeId);
    seen.now -= 1;
  };
  return { seen, handlers: { ...handlers, "open-cohort": open } };
}

describe("a chain of jobs", () => {
  it("runs one after another, and what those ask for in turn", async () => {
    await ask(1, 2);
    const { seen, handlers: own } = crowd(1, (changeId) => (changeId === 1 ? ask(3) : Promise.resolve()));
    expect(await runChain(workshop, workspaceId, own)).toBe(3);
    expect(seen).toEqual({ now: 0, most: 1, ran: [1, 2, 3] });
  });
  it("in two lanes two at a time; a lane that finds nothing waits for what the other may ask for", async () => {
    await ask(1);
    const asking = (changeId: number) => (changeId === 1 ? ask(2, 3) : Promise.resolve());
    const first = crowd(1, asking);
    const rest = crowd(2);
    const open: Handler<"open-cohort"> = (job, payload) =>
      (payload.changeId === 1 ? first : rest).handlers["open-cohort"](job, payload);
    expect(await runChain(workshop, workspaceId, { ...handlers, "open-cohort": open }, [], 2)).toBe(3);
    expect(rest.seen.most).toBe(2);
    expect(await waiting()).toHaveLength(0);
  });
  it("where one fails it says so once the other has ended, and takes no more", async () => {
    await ask(1, 2, 3);
    const { seen, handlers: own } = crowd(2, (changeId) => {
      return changeId === 1
        ? Promise.reject(new Error("no room"))
        : vi.waitFor(async () => expect(await inQueue()).toBe(2));
    });
    await expect(runChain(workshop, workspaceId, own, [], 2)).rejects.toThrow("no room");
    expect(seen.ran.sort()).toEqual([1, 2]);
    expect(await waiting()).toHaveLength(1);
  });
});
