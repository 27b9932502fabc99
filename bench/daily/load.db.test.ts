import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isoDay } from "@/db/demo/calendar";
import { type TestDatabase, testDatabase } from "@/db/testing";
import type { Workshop } from "@/server/jobs/run";
import { createWorkspace } from "@/server/workspaces/create-workspace";
import { loadRetailer } from "./load";
import { purchasesCsv } from "./new-day";
import { benchRetailer } from "./retailer";
import { importCatalogue, importFile, textFile } from "./workspace";

const HELD_DAYS = 20;
const retailer = benchRetailer(250, 29);
const today = retailer.lastDay - HELD_DAYS;
let database: TestDatabase;
/** The one that the bench fills, and the one that the product imports. */
let filled = 0;
let imported = 0;
let held = 0;
let indexesBefore: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const { owner, app } = database;
  const workshop: Workshop = { owner, app, clock: () => new Date() };
  const space = { currency: "EUR", tz: "Europe/Paris", pinnedDay: isoDay(today) };
  imported = await createWorkspace(owner, { slug: "imported", name: "Imported", ...space });
  filled = await createWorkspace(owner, { slug: "filled", name: "Filled", ...space });
  await owner.sql`update workspace_secret set identity_key = ${Buffer.alloc(32, 7)}`;
  await importCatalogue(workshop, imported, retailer);
  const text = () =>
    purchasesCsv(
      retailer,
      [...retailer.sold()].flat().filter(({ day }) => day <= today),
    );
  const file = textFile("purchases.csv", text);
  await importFile(workshop, imported, { kind: "purchases", file, completeThrough: isoDay(today) });
  indexesBefore = await indexes();
  held = (await loadRetailer(workshop, filled, retailer, today)).held.length;
});
afterAll(() => database.drop());

/** What each table holds, with names instead of ids, so that two workspaces can be compared. */
const tables: Record<string, string> = {
  purchase_line: `
    select c.kind as person, c.reference, encode(l.line_key, 'hex'), encode(l.identity_hash, 'hex'), l.receipt_key, l.at, l.day, l.minute,
      s.external_id as store, p.external_id as product, l.channel, l.fulfilment, l.kind, l.quantity, l.amount_minor
    from purchase_line l join customer c using (workspace_id, customer_id)
    join store s on s.workspace_id = l.workspace_id and s.id = l.store_id
    join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
    where l.workspace_id = $1`,
  customer: `
    select c.kind, c.reference, s.external_id as store, c.attributes, c.home_area, c.consent, c.search
    from customer c left join store s on s.workspace_id = c.workspace_id and s.id = c.store_id where c.workspace_id = $1`,
  identity: `
    select i.kind, encode(i.value_hash, 'hex'), c.reference, i.first_seen, i.registered, i.verified
    from identity i join customer c using (workspace_id, customer_id) where i.workspace_id = $1`,
  store_day: `
    select s.external_id as store, d.day, d.status, d.reason, d.lines, d.expected
    from store_day d join store s on s.workspace_id = d.workspace_id and s.id = d.store_id where d.workspace_id = $1`,
  store: `
    select s.external_id, s.name, s.tz, s.region, s.format, s.opened_on, s.closed_on, s.complete_through,
      n.external_id as successor
    from store s left join store n on n.workspace_id = s.workspace_id and n.id = s.successor_id where s.workspace_id = $1`,
  touched_customer: `
    select c.reference, t.from_day from touched_customer t join customer c using (workspace_id, customer_id)
    where t.workspace_id = $1`,
  overwritten_value: `
    select c.reference, o.column_name, o.before, o.after from overwritten_value o
    join customer c on c.workspace_id = o.workspace_id and c.customer_id = o.row_id
    where o.workspace_id = $1 and o.table_name = 'customer'`,
  source: "select name, complete_through from source where workspace_id = $1",
};

async function rowsOf(workspaceId: number, table: string): Promise<string[]> {
  const rows = await database.owner.sql.unsafe<{ row: string }[]>(
    `select row_to_json(r)::text as row from (${tables[table]}) r`,
    [workspaceId],
  );
  return rows.map(({ row }) => row).sort();
}

describe("the bench's retailer", () => {
  it.each(Object.keys(tables))("leaves the same rows of %s as the import of the same lines", async (table) => {
    const expected = await rowsOf(imported, table);
    expect(expected.length).toBeGreaterThan(0);
    expect(await rowsOf(filled, table)).toEqual(expected);
  });

  it("holds back the lines of the last days", () => {
    expect(held).toBeGreaterThan(20);
  });

  it("leaves every index that it took away while filling", async () => {
    expect(await indexes()).toEqual(indexesBefore);
  });
});

async function indexes(): Promise<string[]> {
  const rows = await database.owner.sql<{ text: string }[]>`
    select indexdef as text from pg_indexes where tablename in ('purchase_line', 'customer', 'identity') order by indexname`;
  return rows.map(({ text }) => text);
}
