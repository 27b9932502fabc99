import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate } from "./migrate";

const folder = mkdtempSync(path.join(tmpdir(), "triptych-upgrade-"));

const addressOf = (name: string) => {
  const url = new URL(inject("templateUrl"));
  url.pathname = `/${name}`;
  return url.toString();
};

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

/** A database of its own with the rows of an earlier version, brought up to the present one. */
function upgraded(name: string): postgres.Sql {
  const sql = postgres(addressOf(name), { max: 1, onnotice: () => {} });
  beforeAll(() => onServer(`create database ${name}`));
  afterAll(async () => {
    await sql.end();
    await onServer(`drop database ${name} with (force)`);
  });
  return sql;
}

afterAll(() => rmSync(folder, { recursive: true }));

describe("a database of an earlier version, with rows in it", () => {
  const sql = upgraded("upgraded");

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
    await migrate({ ownerUrl: addressOf("upgraded"), queues: ["derive-visits"] });
    const [row] = await sql`
      select encode(r.identity_hash, 'hex') as identity, c.search, t.from_day::text as touched, b.references_id::int as refers
      from survey_response r join customer c using (workspace_id, customer_id)
      join touched_customer t using (workspace_id, customer_id) join import_batch b on b.id = r.batch_id`;
    expect(row).toEqual({ identity: "aa", search: "zoe oeuvrard  {}", touched: "2024-03-02", refers: 1 });
  });
});

describe("a database from before the day was made in steps, with a change under watch", () => {
  const sql = upgraded("upgraded_watch");

  it("keeps dates of alarms, evidence, counted days, figures and portraits; all are made anew the next night", async () => {
    await upTo(sql, 15);
    await sql.unsafe(`
      insert into workspace (slug, name, currency, tz) values ('old', 'Old', 'EUR', 'UTC');
      insert into change (workspace_id, title, moved, kind, state, start_planned, start_actual, recorded_on, created_at, revision)
        values (1, 'The shop moved', 'store', 'moved', 'live', '2024-03-01', '2024-03-01', '2024-03-01', now(), 2);
      insert into cohort (workspace_id, change_id, revision, day0, alarm_from, horizon_days, round_days, seed, model, strata, counts,
          balance, diagnostics, frozen_at)
        values (1, 1, 2, '2024-03-01', '2024-03-01', 91, 28, 1, '{"waves": []}', '[]', '{"exposed": 1}', '[]', '{}', now());
      insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, x, t_x, t_total)
        values (1, 7, 1, 2, 0, 'exposed', '2024-03-01', 'regulars', 3, 200, 300);
      insert into stratum_day (workspace_id, change_id, revision, round, stratum, day, risk_exposed, risk_twin, events_exposed,
          events_twin, known_at)
        values (1, 1, 2, 0, 1, '2024-03-02', 40, 200, 1, 9, now()), (1, 1, 2, 1, 1, '2024-03-02', 40, 200, 1, 9, now());
      insert into monitor (workspace_id, change_id, revision, slice, direction, threshold, opened_on, advanced_to, state, alarm_on)
        values (1, 1, 2, 'all', 'down', 40, '2024-03-01', '2024-04-01', '{"thetas": [0.9]}', '2024-03-20'),
          (1, 1, 2, 'all', 'up', 40, '2024-03-01', '2024-04-01', '{"thetas": [1.1]}', null),
          (1, 1, 2, 'segment:regulars', 'down', 40, '2024-03-01', '2024-04-01', '{"thetas": [0.9]}', null),
          (1, 1, 2, 'segment:regulars', 'up', 40, '2024-03-01', '2024-04-01', '{"thetas": [1.1]}', '2024-03-25');
      insert into monitor_day (workspace_id, monitor_id, day, log_e, observed, expected, variance, known_at)
        values (1, 1, '2024-03-02', 0.5, 1, 2, 1.5, now()), (1, 2, '2024-03-02', -0.25, 1, 2, 1.5, now()),
          (1, 3, '2024-03-02', 0.1, 1, 1.5, 1, now());
      insert into reading (workspace_id, method, version, subject, slice, as_of, value, low, high, n, parts, known_at)
        values (1, 'follow rate', 1, 'change:1', 'all', '2024-04-01', 0.8, 0.7, 0.9, 40, '{}', now()),
          (1, 'states', 1, 'home', 'all', '2024-04-01', 1, null, null, 40, '{}', now());
      insert into model (workspace_id, kind, group_key, fitted_on, parameters, diagnostics, made_at)
        values (1, 'bg_nbd', 'all', '2024-02-29', '{"r": 1}', '{}', now());
      insert into customer_state (workspace_id, customer_id, as_of, first_day, last_day, x, amount_minor, n_365, value_365, products,
          segment)
        values (1, 7, '2024-04-01', '2023-06-01', '2024-03-02', 3, 900, 3, 900, 2, 'regulars')`);
    await migrate({ ownerUrl: addressOf("upgraded_watch"), queues: ["derive-visits"] });
    const monitors = await sql`
      select slice, down_alarm_on::text as down, up_alarm_on::text as up, opened_on::text as opened, advanced_to, state, closed_on
      from monitor order by slice`;
    const fresh = { opened: "2024-03-01", advanced_to: null, state: null, closed_on: null };
    expect(monitors).toEqual([
      { slice: "all", down: "2024-03-20", up: null, ...fresh },
      { slice: "segment:regulars", down: null, up: "2024-03-25", ...fresh },
    ]);
    const evidence = await sql`
      select slice, day::text as day, log_e_down as down, log_e_up as up, observed, expected, variance
      from monitor_day d join monitor m on m.workspace_id = d.workspace_id and m.id = d.monitor_id order by slice`;
    expect(evidence).toEqual([
      { slice: "all", day: "2024-03-02", down: 0.5, up: -0.25, observed: 1, expected: 2, variance: 1.5 },
      { slice: "segment:regulars", day: "2024-03-02", down: 0.1, up: 0, observed: 1, expected: 1.5, variance: 1 },
    ]);
    const counted =
      await sql`select part, round, risk_exposed, risk_twin, events_exposed, events_twin from stratum_day order by round`;
    const cell = { part: 0, risk_exposed: 40, risk_twin: 200, events_exposed: 1, events_twin: 9 };
    expect(counted).toEqual([
      { ...cell, round: 0 },
      { ...cell, round: 1 },
    ]);
    expect(await sql`select subject, revision, value from reading order by subject`).toEqual([
      { subject: "change:1", revision: 2, value: 0.8 },
      { subject: "home", revision: 0, value: 1 },
    ]);
    const [rest] = await sql`
      select s.segment, s.next_transition_on <= current_date as stale, m.reason, m.valid_from, k.counted_through, k.counted_version,
        k.read_through, k.withheld, k.rewinds::int, c.intense
      from customer_state s, model m, cohort k, cohort_member c`;
    const anew = { counted_through: null, counted_version: null, read_through: null, withheld: null, rewinds: 0 };
    const portrait = { segment: "regulars", stale: true, reason: "past day", valid_from: null, intense: false };
    expect(rest).toEqual({ ...portrait, ...anew });
  });
});

describe("a database from before twins had a main store", () => {
  const sql = upgraded("upgraded_twins");

  it("gives each the store of most visits in the year before their day 0, and leaves the others as they were", async () => {
    await upTo(sql, 29);
    await sql.unsafe(`
      insert into workspace (slug, name, currency, tz) values ('old', 'Old', 'EUR', 'UTC');
      insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, x, t_x, t_total, main_store_id)
        values (1, 7, 1, 2, 0, 'exposed', '2024-03-01', 'regulars', 3, 200, 300, 9),
          (1, 8, 1, 2, 0, 'twin', '2024-03-01', 'regulars', 3, 200, 300, null),
          (1, 9, 1, 2, 0, 'twin', '2024-03-01', 'regulars', 3, 200, 300, null);
      insert into visit (workspace_id, customer_id, day, store_id, channel, occasion, sale_lines, amount_minor, refund_minor,
          new_products, first_minute)
        select 1, customer, day::date, store, 'store', true, lines, 100, 0, 0, 600 from (values
          (7, '2024-02-01', 4, 1), (8, '2023-01-01', 1, 1), (8, '2023-01-02', 1, 1), (8, '2024-01-05', 2, 1), (8, '2024-01-06', 3, 1),
          (8, '2024-02-29', 3, 1), (8, '2024-02-28', 2, 0), (8, '2024-03-01', 2, 1)) v (customer, day, store, lines)`);
    await migrate({ ownerUrl: addressOf("upgraded_twins"), queues: ["derive-visits"] });
    const members = await sql`select customer_id::int as id, main_store_id::int as store from cohort_member order by 1`;
    expect(members).toEqual([
      { id: 7, store: 9 },
      { id: 8, store: 3 },
      { id: 9, store: null },
    ]);
  });
});
