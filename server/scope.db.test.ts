import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { source } from "@/db/schema";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { clientOf } from "@/db/transaction-client";
import { NotFound } from "./errors";
import { inWorkspace, type Scope, todayOf } from "./scope";

let database: TestDatabase;
let ids: number[];
beforeAll(async () => {
  database = await testDatabase();
  const rows = await database.owner.sql<{ id: number }[]>`
    insert into workspace (slug, name, currency, tz)
    select 'w' || n, 'W' || n, 'EUR', 'Europe/Paris' from generate_series(1, 4) as n returning id`;
  ids = rows.map((row) => row.id);
  await database.owner.sql`
    insert into source (workspace_id, name) select id, 'tills of ' || id from workspace, generate_series(1, 1)`;
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T09:00:00Z");
const actor = { kind: "job", name: "test" } as const;
const enter = <T>(workspaceId: number, work: (scope: Scope) => Promise<T>) =>
  inWorkspace(database.app.db, { workspaceId, actor, now }, work);

describe("inWorkspace", () => {
  it("400 interleaved transactions of 4 workspaces over 4 connections see their own rows only", async () => {
    const turns = Array.from({ length: 400 }, (_, turn) => ids[turn % ids.length] ?? 0);
    const seen = await Promise.all(
      turns.map((workspaceId, turn) =>
        enter(workspaceId, async ({ db }) => {
          const before = await db.select({ id: source.workspaceId }).from(source);
          if (turn % 3 === 0) await clientOf(db).unsafe("select pg_sleep(0.002)");
          const after = await db.select({ id: source.workspaceId }).from(source);
          return [...before, ...after].map((row) => row.id);
        }),
      ),
    );
    expect(seen).toEqual(turns.map((workspaceId) => [workspaceId, workspaceId]));
  });
  it("a failed transaction leaves nothing said: the connection's next reader sees no row", async () => {
    const failing = Array.from({ length: 8 }, (_, n) =>
      enter(ids[n % 4] ?? 0, () => Promise.reject(new Error("broken"))).catch((error: Error) => error.message),
    );
    expect(await Promise.all(failing)).toEqual(Array(8).fill("broken"));
    const reads = await Promise.all(Array.from({ length: 8 }, () => database.app.sql`select 1 from source`));
    expect(reads.map((rows) => rows.length)).toEqual(Array(8).fill(0));
  });
  it("a workspace that is none -> NotFound", async () => {
    for (const none of [0, -1, 1.5, Number.NaN, 999_999]) {
      await expect(enter(none, async () => {})).rejects.toThrow(NotFound);
    }
  });
});

describe("todayOf", () => {
  it("yesterday in its own zone: 23:30 UTC on the 20th is the 21st in Paris -> the 20th", () =>
    expect(todayOf({ pinnedDay: null, tz: "Europe/Paris" }, new Date("2026-11-20T23:30:00Z"))).toBe("2026-11-20"));
  it("and still the 20th in Montreal -> the 19th", () =>
    expect(todayOf({ pinnedDay: null, tz: "America/Montreal" }, new Date("2026-11-20T23:30:00Z"))).toBe("2026-11-19"));
  it("a pinned day stays", () => expect(todayOf({ pinnedDay: "2025-03-01", tz: "UTC" }, now)).toBe("2025-03-01"));
});
