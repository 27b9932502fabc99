import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate, migrationState } from "./migrate";
import * as schema from "./schema";

const folder = path.join(import.meta.dirname, "migrations");
const snapshots = readdirSync(path.join(folder, "meta")).filter((file) => file.endsWith("_snapshot.json"));
const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));

type Snapshot = Parameters<typeof generateMigration>[0];

describe("the migrations", () => {
  it("say all that the schema says: generating another would emit nothing", async () => {
    const last = JSON.parse(readFileSync(path.join(folder, "meta", snapshots.sort().at(-1) ?? ""), "utf8")) as Snapshot;
    const wanted = generateDrizzleJson(schema, last.id) as Snapshot;
    expect(await generateMigration(last, wanted)).toEqual([]);
  });
  it("and would emit a table that were not there", async () => {
    const last = JSON.parse(readFileSync(path.join(folder, "meta", snapshots.sort().at(-1) ?? ""), "utf8")) as Snapshot;
    const { alert: _, ...rest } = schema;
    expect(await generateMigration(generateDrizzleJson(rest) as Snapshot, last)).not.toEqual([]);
  });
  it("are numbered without a gap, have names, and a snapshot each", () => {
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, number) => number));
    expect(files.every((file) => /^\d{4}_[a-z]+(_[a-z]+)*\.sql$/.test(file))).toBe(true);
    expect(snapshots).toHaveLength(files.length);
  });
});

describe("from nothing", () => {
  const url = new URL(inject("templateUrl"));
  url.pathname = "/from_nothing";
  const server = (statement: string) => {
    const sql = postgres(inject("templateUrl"), { max: 1, onnotice: () => {} });
    return sql.unsafe(statement).finally(() => sql.end());
  };
  beforeAll(() => server("create database from_nothing"));
  afterAll(() => server("drop database from_nothing with (force)"));

  it("empty -> current; again -> current, nothing done", async () => {
    const ownerUrl = url.toString();
    expect(await migrationState(ownerUrl)).toEqual({ kind: "empty" });
    await migrate({ ownerUrl, queues: ["derive-visits"] });
    expect(await migrationState(ownerUrl)).toEqual({ kind: "current" });
    await migrate({ ownerUrl, queues: ["derive-visits"] });
    expect(await migrationState(ownerUrl)).toEqual({ kind: "current" });
  });
  it("one migration that this version does not know -> newer", async () => {
    const ownerUrl = url.toString();
    const sql = postgres(ownerUrl, { max: 1 });
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 99999999999999)`;
    await sql.end();
    expect(await migrationState(ownerUrl)).toEqual({ kind: "newer", count: 1 });
  });
});
