import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { type TestRetailer, testRetailer } from "../../customers/test-retailer";
import { scopeTouch } from "./scope-touch";

let database: TestDatabase;
let retailer: TestRetailer;
beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 5, customers: 200, days: 400, stores: 3 });
  await retailer.derive();
  await retailer.inScope(async (scope) => writeStates(scope, await fitRhythm(scope, scope.today)));
});
afterAll(() => database.drop());

const shop = () =>
  changeFields.parse({
    title: "abc",
    moved: "store",
    kind: "moved",
    scope: { stores: [{ id: retailer.stores[0] ?? 0 }] },
  }).scope;

async function touched(minGroup: number) {
  await database.owner.db.execute(sql`update workspace set min_group = ${minGroup} where id = ${retailer.workspaceId}`);
  return retailer.inScope((scope) => scopeTouch(scope, shop()));
}

describe("whom a scope touches", () => {
  it("n people with a minimum group of n: said, with what was spent; the segments sum to them", async () => {
    const { customers } = await touched(1);
    expect(customers).toBeGreaterThan(20);
    const said = await touched(customers ?? 0);
    expect(said).toMatchObject({ customers });
    expect(said.revenueMinor).toBeGreaterThan(0);
    const all = await touched(1);
    expect(all.segments.reduce((sum, one) => sum + (one.n ?? 0), 0)).toBe(customers);
  });

  it("n people with a minimum of n + 1: neither they nor their money nor their segments are told", async () => {
    const { customers } = await touched(1);
    expect(await touched((customers ?? 0) + 1)).toMatchObject({
      customers: null,
      share: null,
      revenueMinor: null,
      segments: [],
    });
  });
});
