import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate } from "./migrate";

const url = new URL(inject("templateUrl"));
url.pathname = "/upgraded";
const ownerUrl = url.toString();
const folder = mkdtempSync(path.join(tmpdir(), "triptych-upgrade-"));

const onServer = (statement: string) => {
  const sql = postgres(inject("templateUrl"), { max: 1, onnotice: () => {} });
  return sql.unsafe(statement).finally(() => sql.end());
};

/** The database as the migrations up to number `last` left it. */
async function upTo(sql: postgres.Sql, last: number): Promise<void> {
  cpSync(path.join(import.meta.dirname, "migrations"), folder, { recursive: true });
  const journal = path.join(folder, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8")) as { entries: { idx: number }[] };
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.filter(({ idx }) => idx <= last) }));
  await applyMigrations(drizzle(sql), { migrationsFolder: folder });
}

describe("a database of an earlier version, with rows in it", () => {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  beforeAll(() => onServer("create database upgraded"));
  afterAll(async () => {
    await sql.end();
    await onServer("drop database upgraded with (force)");
    rmSync(folder, { recursive: true });
  });

  it("keeps them: each answer gets the identity of its customer, what was not yet taken in is noted", async () => {
    await upTo(sql, 3);
    await sql.unsafe(`
      insert into workspace (slug, name, currency, tz) values ('old', 'Old', 'EUR', 'UTC');
      insert into source (workspace_id, name) values (1, 'tills');
      insert into customer (workspace_id, kind, reference) values (1, 'person', 'Zoé Œuvrard');
      insert into identity (workspace_id, source_id, kind, value_hash, customer_id) values (1, 1, 'reference', '\\xaa', 1);
      insert into import_batch (workspace_id, source_id, kind, files, mapping, state, created_at)
        values (1, 1, 'purchases', '[]', '{}', 'done', now());
      insert into survey_response (workspace_id, customer_id, source_id, row_key, at, day, score, batch_id)
        values (1, 1, 1, '\\x01', now(), '2024-03-01', 9, 1);
      insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id,
          product_id, channel, fulfilment, kind, quantity, amount_minor, batch_id)
        values (1, 1, 1, '\\x02', 5, now(), '2024-03-02', 600, 1, 1, 'store', 'store', 'sale', 1, 500, 1)`);
    await migrate({ ownerUrl, queues: ["derive-visits"] });
    const [row] = await sql`
      select encode(r.identity_hash, 'hex') as identity, c.search, t.from_day::text as touched, b.references_id::int as refers
      from survey_response r join customer c using (workspace_id, customer_id)
      join touched_customer t using (workspace_id, customer_id) join import_batch b on b.id = r.batch_id`;
    expect(row).toEqual({ identity: "aa", search: "zoe oeuvrard  {}", touched: "2024-03-02", refers: 1 });
  });
});
