import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import { changeRule } from "../change-rule";
import { openChange } from "../cohort/open-change";
import { identificationChanged } from "./identification";

const DAY_0 = plus(FIRST_DAY, 620);

let database: TestDatabase;
let retailer: TestRetailer;
let changeId: number;
beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 96, customers: 5000, days: 700, stores: 600 });
  await retailer.derive();
  await database.owner.sql`
    update purchase_line set identity_hash = decode(md5(customer_id::text), 'hex')
    where workspace_id = ${retailer.workspaceId} and receipt_key % 20 > 0`;
  changeId = await retailer.inScope(async (scope) => {
    const fields = changeFields.parse({
      ...{ title: "New tills", moved: "store", kind: "layout", start: DAY_0 },
      scope: { stores: retailer.stores.slice(0, 60).map((id) => ({ id })) },
    });
    const { id } = await recordChange(scope, { ...fields, as: "recorded" });
    await openChange(scope, id);
    return id;
  });
});
afterAll(() => database.drop());

const looked = () =>
  retailer.inScope(async (scope) =>
    identificationChanged(scope, await changeRule(scope, changeId), scope.today, undefined),
  );

it("a chain of 600 stores, none with 1% of the twins' visits: the largest 20 are their yardstick", async () => {
  const { moved, identified } = await looked();
  expect(moved).toBe(false);
  expect(identified?.stores.length).toBeGreaterThanOrEqual(20);
  expect(identified?.stores.filter((id) => retailer.stores.slice(0, 60).includes(id))).toEqual([]);
});

it("a third of the lines of the changed stores lose their identity from day 0 on: told, though no store is large", async () => {
  await database.owner.db.execute(sql`
    update purchase_line set identity_hash = null
    where workspace_id = ${retailer.workspaceId} and day >= ${DAY_0}::date and receipt_key % 3 = 0
      and store_id = any(${`{${retailer.stores.slice(0, 60).join(",")}}`}::bigint[])`);
  expect((await looked()).moved).toBe(true);
});
