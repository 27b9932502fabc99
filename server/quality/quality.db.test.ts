import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { judgeData } from "./judge-data";
import { freshness, qualityOf, unseenAlerts } from "./queries";
import { seeAlert } from "./see-alert";

let database: TestDatabase;
let retailer: TestRetailer;
const LAST = 399;
const at = (day: number) => plus(FIRST_DAY, day);

beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 31, customers: 1500, days: LAST + 1, stores: 4 });
  const { workspaceId } = retailer;
  await database.owner.sql`
    insert into store_day (workspace_id, store_id, day, status, lines)
    select ${workspaceId}, s.id, g::date, 'open', 40 from store s
    cross join generate_series(${at(0)}::timestamp, ${at(LAST)}::timestamp, '1 day') g where s.workspace_id = ${workspaceId}`;
  await database.owner.sql`update store set complete_through = ${at(LAST)} where workspace_id = ${workspaceId}`;
  await database.owner.sql`
    update purchase_line set identity_hash = decode(md5(customer_id::text), 'hex') where workspace_id = ${workspaceId} and customer_id % 4 > 0`;
});
afterAll(() => database.drop());

const setDays = (shop: number, from: number, to: number, status: string, lines: number) => database.owner.sql`
  update store_day set status = ${status}, lines = ${lines}
  where workspace_id = ${retailer.workspaceId} and store_id = ${retailer.stores[shop] ?? 0} and day between ${at(from)} and ${at(to)}`;

const judged = async () => {
  await retailer.inScope(judgeData);
  const { alerts } = await retailer.inScope((scope) => qualityOf(scope, { page: 1 }));
  return alerts.map(({ kind, store, source, since }) => `${kind} ${store ?? source} ${since}`).sort();
};

/** A delivery of 4,000 rows in which so many were refused, by code; the rows are kept. Its number is a lower one. */
async function refuseOnce(sourceId: number, day: string, codes: Record<string, number>): Promise<void> {
  const { sql } = database.owner;
  const report = { rows: 4000, refused: 4, rejectsByCode: codes };
  const [batch] = await sql`
    insert into import_batch (workspace_id, id, source_id, kind, files, mapping, state, created_at, report)
    values (${retailer.workspaceId}, 0, ${sourceId}, 'purchases', '[]', '{}', 'done', ${day}, ${JSON.stringify(report)}::text::jsonb)
    returning id`;
  for (const [code, n] of Object.entries(codes)) {
    await sql`
      insert into import_reject (workspace_id, batch_id, file, line, "column", value, code)
      select ${retailer.workspaceId}, ${batch?.id ?? 0}, 'earlier.csv', line, ${code}, 'x', ${code} from generate_series(1, ${n}::int) line`;
  }
}

describe("data alerts", () => {
  it("nothing wrong: none", async () => {
    expect(await judged()).toEqual([]);
  });

  it("a store without data: one alert however often it is judged, refreshed while it lasts, cleared by itself", async () => {
    await setDays(1, LAST - 1, LAST, "missing", 0);
    expect(await judged()).toEqual([`missing_store Shop 2 ${at(LAST - 1)}`]);
    await setDays(1, LAST - 3, LAST, "missing", 0);
    expect(await judged()).toEqual([`missing_store Shop 2 ${at(LAST - 3)}`]);
    const [kept] = await database.owner.sql`select count(*)::int as n from data_alert`;
    expect(kept?.n).toBe(1);
    await setDays(1, LAST - 3, LAST, "open", 40);
    expect(await judged()).toEqual([]);
    const [after] = await database.owner.sql`select cleared_at is not null as cleared from data_alert`;
    expect(after?.cleared).toBe(true);
  });

  it("a gap that is older than 14 days is told no more; a silent store is, since its first silent day", async () => {
    await setDays(2, LAST - 30, LAST - 20, "missing", 0);
    expect(await judged()).toEqual([]);
    await setDays(2, LAST - 30, LAST, "missing", 0);
    expect(await judged()).toEqual([`missing_store Shop 3 ${at(LAST - 30)}`]);
    await setDays(2, LAST - 30, LAST, "open", 40);
    await judged();
  });

  it("a week of a tenth of the usual lines jumps; a week with a missing day does not", async () => {
    const sunday = LAST - ((LAST + 1) % 7);
    await setDays(0, sunday - 6, sunday, "open", 4);
    expect(await judged()).toEqual([`jump Shop 1 ${at(sunday - 6)}`]);
    await setDays(0, sunday - 6, sunday - 6, "missing", 0);
    expect((await judged()).filter((alert) => alert.startsWith("jump"))).toEqual([]);
    await setDays(0, sunday - 6, sunday, "open", 40);
    await judged();
  });

  it("a source further behind than agreed is late; a delivery with 5% refused rows is told", async () => {
    const { sql } = database.owner;
    const [source] = await sql`
      insert into source (workspace_id, name, complete_through, expected_every) values (${retailer.workspaceId}, 'web', ${at(LAST - 3)}, 2) returning id`;
    await sql`
      insert into import_batch (workspace_id, source_id, kind, files, mapping, state, created_at, first_day, last_day, report)
      values (${retailer.workspaceId}, ${source?.id ?? 0}, 'purchases', '[]', '{}', 'done', ${at(LAST)}, ${at(LAST - 2)}, ${at(LAST - 2)},
        '{"rows": 400, "refused": 20, "rejectsByCode": {"notADate": 20}}')`;
    await sql`
      insert into import_reject (workspace_id, batch_id, file, line, "column", value, code, params)
      select workspace_id, id, 'web.csv', line, 'at', 'x', 'notADate', '{"format": "YYYY"}'
      from import_batch, unnest(array[214, 7]) line where workspace_id = ${retailer.workspaceId} and source_id = ${source?.id ?? 0}`;
    expect(await judged()).toEqual([`late_source web ${at(LAST - 3)}`, `refused_rows web ${at(LAST)}`]);
    await sql`update source set expected_every = 3 where id = ${source?.id ?? 0}`;
    expect(await judged()).toEqual([`refused_rows web ${at(LAST)}`]);
    const { refused } = await retailer.inScope((scope) => qualityOf(scope, { page: 1 }));
    const example = { file: "web.csv", line: 7, column: "at", value: "x", params: { format: "YYYY" } };
    expect(refused).toMatchObject([{ source: "web", code: "notADate", rows: 400, example }]);
    expect(refused[0]?.weeks.reduce((sum, n) => sum + n, 0)).toBe(20);
    await refuseOnce(Number(source?.id), at(LAST - 7), { notADate: 3, number: 1 });
    const again = await retailer.inScope((scope) => qualityOf(scope, { page: 1 }));
    // The example of each is of the latest import that has any: of the one before, where the latest has none.
    expect(again.refused).toMatchObject([
      { code: "notADate", rows: 4400, example },
      { code: "number", example: { file: "earlier.csv", line: 1, code: "number" } },
    ]);
    expect(again.refused[0]?.weeks.slice(-2)).toEqual([3, 20]);
    const fresh = await retailer.inScope(freshness);
    expect(fresh).toEqual([
      { source: "web", through: at(LAST - 3) },
      { source: "till", through: at(LAST) },
    ]);
  });

  it("an admin has seen it: it stays until its fault is over, and is counted no more", async () => {
    const { alerts } = await retailer.inScope((scope) => qualityOf(scope, { page: 1 }));
    expect(await retailer.inScope(unseenAlerts)).toBe(1);
    await retailer.inScope((scope) => seeAlert(scope, { id: alerts[0]?.id ?? 0 }));
    expect(await retailer.inScope(unseenAlerts)).toBe(0);
    expect((await judged()).length).toBe(1);
    await expect(retailer.inScope((scope) => seeAlert(scope, { id: 999_999 }))).rejects.toThrow("data_alert");
  });
});

describe("the page's figures", () => {
  it("strips: a letter a day, gaps first, nothing made of what is not known", async () => {
    await setDays(3, LAST - 20, LAST - 18, "missing", 0);
    await setDays(3, LAST, LAST, "unknown", 5);
    const { strips } = await retailer.inScope((scope) => qualityOf(scope, { page: 1 }));
    expect(strips[0]).toMatchObject({ name: "Web", missing: 3 });
    expect(strips[0]?.days).toBe(`${"o".repeat(70)}mmm${"o".repeat(17)}u`);
    const earlier = await retailer.inScope((scope) => qualityOf(scope, { page: 1 }), at(LAST - 20));
    expect(earlier.strips[0]).toMatchObject({ name: "Web", missing: 1 });
  });

  it("shares equal those counted one by one; not recognised is not measured before a file of customers named somebody", async () => {
    const { sql } = database.owner;
    const from = at(LAST - ((LAST + 0) % 7) - 84);
    const [row] = await sql`
      select count(*)::int as lines, (count(*) filter (where identity_hash is null))::int as unknown,
        (count(distinct receipt_key))::int as receipts, sum(amount_minor) filter (where kind = 'sale')::float8 as revenue
      from purchase_line where workspace_id = ${retailer.workspaceId} and store_id = ${retailer.stores[0] ?? 0} and day >= ${from}`;
    const before = (await retailer.inScope((scope) => qualityOf(scope, { page: 1 }))).identification;
    const shop = before.stores.find(({ name }) => name === "Shop 1");
    expect(before.measured).toBe(false);
    expect(shop?.lines).toEqual({ all: row?.lines, unknown: row?.unknown, unrecognised: 0 });
    expect([shop?.receipts.all, shop?.revenue.all]).toEqual([row?.receipts, row?.revenue]);
    await sql`
      insert into identity (workspace_id, source_id, kind, value_hash, customer_id, registered)
      select ${retailer.workspaceId}, ${retailer.sourceId}, 'reference', decode(md5(customer_id::text), 'hex'), customer_id, customer_id % 4 > 1
      from customer where workspace_id = ${retailer.workspaceId} and kind = 'person'`;
    const [told] = await sql`
      select count(*)::int as n from purchase_line
      where workspace_id = ${retailer.workspaceId} and store_id = ${retailer.stores[0] ?? 0} and day >= ${from} and customer_id % 4 = 1`;
    const after = (await retailer.inScope((scope) => qualityOf(scope, { page: 1 }))).identification;
    expect(after.measured).toBe(true);
    expect(after.stores.find(({ name }) => name === "Shop 1")?.lines).toEqual({
      ...{ all: row?.lines, unknown: row?.unknown, unrecognised: told?.n },
    });
  });
});
