import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { adminOf } from "../customers/testing";
import { at, type TestShop, testShop } from "../ingest/testing";
import { inWorkspace } from "../scope";
import { tallyWeeks } from "./tally-weeks";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const head = "receipt,line,at,store,customer,product,quantity,amount";
const tills = (...rows: string[]) => ({ "a.csv": [head, ...rows, ""].join("\n") });

/** [Monday, lines, sales, sales with an identity], as kept and as the lines say. */
async function weeks(shop: TestShop, today: string, now = at) {
  const who = { workspaceId: shop.workspaceId, actor: { kind: "command", name: "test" } as const, now };
  const kept = await inWorkspace(database.app.db, who, (scope) => tallyWeeks({ ...scope, today }));
  const found = kept.map(({ week, lines, revenue, identified }) => [week, lines, revenue, identified]).sort();
  const told = await database.owner.sql`
    select date_trunc('week', day::timestamp)::date::text as week, count(*)::int as lines, sum(amount_minor)::int as revenue,
      coalesce(sum(amount_minor) filter (where identity_hash is not null), 0)::int as identified
    from purchase_line where workspace_id = ${shop.workspaceId} and day <= ${today} group by 1, store_id, source_id order by 1`;
  expect(found).toEqual(told.map((row) => [row.week, row.lines, row.revenue, row.identified]));
  return found;
}

const LATER = new Date(at.getTime() + 60_000);

it("new lines, a line that comes again with another amount, and its batch taken back move the weeks they are in", async () => {
  const shop = await testShop(database, "tally");
  await shop.import(tills("R1,L1,2024-02-01,S1,C1,P1,1,10.00", "R2,L2,2024-02-06,S1,,P1,1,20.00"));
  const before = await weeks(shop, "2024-02-07");
  expect(before).toEqual([
    ["2024-01-29", 1, 1000, 1000],
    ["2024-02-05", 1, 2000, 0],
  ]);
  const { batchId } = await shop.import(tills("R1,L1,2024-02-01,S1,C1,P1,1,12.00", "R3,L3,2024-02-07,S1,C3,P1,1,5.00"));
  expect(await weeks(shop, "2024-02-07")).toEqual([
    ["2024-01-29", 1, 1200, 1200],
    ["2024-02-05", 2, 2500, 500],
  ]);
  await adminOf(database, shop).undo(batchId);
  expect(await weeks(shop, "2024-02-07")).toEqual(before);
});

it("as of an earlier day, and again as of the later one", async () => {
  const shop = await testShop(database, "days");
  await shop.import(tills("R1,L1,2024-02-05,S1,C1,P1,1,10.00", "R2,L2,2024-02-07,S1,,P1,1,20.00"));
  const { sql } = database.owner;
  expect(await weeks(shop, "2024-02-05", LATER)).toEqual([["2024-02-05", 1, 1000, 1000]]);
  expect(await weeks(shop, "2024-02-07", LATER)).toEqual([["2024-02-05", 2, 3000, 1000]]);
  await sql`update store_week set revenue = 1 where workspace_id = ${shop.workspaceId}`;
  const who = { workspaceId: shop.workspaceId, actor: { kind: "command", name: "test" } as const, now: LATER };
  const again = await inWorkspace(database.app.db, who, (scope) => tallyWeeks({ ...scope, today: "2024-02-07" }));
  expect(again.map(({ revenue }) => revenue)).toEqual([1]);
});
