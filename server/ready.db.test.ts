import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announceWorker, markDemoReady } from "@/db/installation";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { look } from "./ready";

let database: TestDatabase;
let worker: postgres.Sql;
beforeAll(async () => {
  database = await testDatabase();
  worker = postgres(database.appUrl, { max: 1 });
});
afterAll(async () => {
  await worker.end();
  await database.drop();
});

describe("readiness, in the order of a first start", () => {
  it("waits for the worker", async () => {
    expect(await look(database.app.sql)).toEqual({ ready: false, step: "worker" });
  });
  it("then for the demo: of an empty database, and of one whose demo is not whole yet", async () => {
    await announceWorker(worker);
    expect(await look(database.app.sql)).toEqual({ ready: false, step: "demo" });
    await database.owner.sql`
      insert into workspace (slug, name, currency, tz, demo) values ('demo', 'Demo', 'EUR', 'Europe/Paris', true)`;
    expect(await look(database.app.sql)).toEqual({ ready: false, step: "demo" });
  });
  it("then is ready", async () => {
    await markDemoReady(database.owner.sql, new Date("2026-01-02T00:00:00Z"));
    expect(await look(database.app.sql)).toEqual({ ready: true });
  });
  it("is not ready on a database with a migration that this version does not know", async () => {
    await database.owner
      .sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`;
    expect(await look(database.app.sql)).toEqual({ ready: false, step: "migrations" });
  });
});
