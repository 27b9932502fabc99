import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import { homeOf } from "../pages/home-of";
import { homeShown } from "../shown";
import { readDrift } from "./keep-drift";
import { lookForDrift } from "./look-for-drift";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function retailer(seed: number, lost: number): Promise<TestRetailer> {
  const made = await testRetailer(database, { seed, customers: 6000, days: 1000, stores: 6 });
  await database.owner.sql`
    delete from purchase_line where workspace_id = ${made.workspaceId} and day > ${plus(made.lastDay, -28)}
      and customer_id % 100 < ${Math.round(100 * lost)}`;
  await made.derive();
  await made.inScope(async (scope) => writeStates(scope, await fitRhythm(scope, plus(scope.today, -28))));
  return made;
}

describe("segments that come less than expected though nobody said what changed", () => {
  it("45 of 100 stay away for four weeks: said, with what is usual; no alert; looked at twice only the latest stretches are", async () => {
    const shop = await retailer(1, 0.45);
    const twice = [await shop.inScope(lookForDrift), await shop.inScope(lookForDrift)];
    const [first, second] = twice.map(({ rows }) => rows);
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThan((first ?? 0) / 3);
    const found = await shop.inScope(readDrift);
    expect(found.map(({ segment }) => segment)).toContain("regulars");
    for (const { said } of found) {
      if (said.kind !== "drift") throw new Error("only what drifts is read");
      expect(said.ratio).toBeLessThan(said.usual.lower);
      expect(said.k).toBeGreaterThanOrEqual(8);
    }
    const home = homeShown.parse(await shop.inScope(homeOf));
    expect(home.unexplained.map(({ segment }) => segment)).toContain("regulars");
    expect(await shop.inScope(({ db }) => db.execute(sql`select id from alert`))).toHaveLength(0);
  });
  it("days that have not come yet are not looked at: the stretch ends before them", async () => {
    const shop = await retailer(3, 0);
    const until = plus(shop.lastDay, -6);
    await database.owner.sql`delete from purchase_line where workspace_id = ${shop.workspaceId} and day > ${until}`;
    await database.owner.sql`delete from visit where workspace_id = ${shop.workspaceId} and day > ${until}`;
    await database.owner.sql`update source set complete_through = ${until} where workspace_id = ${shop.workspaceId}`;
    await shop.inScope(lookForDrift);
    const ends = await shop.inScope(({ db }) => db.execute(sql`select max(as_of)::text as day from reading`));
    expect(ends[0]?.day).toBe(until);
  });
  it("a quiet shop: not a word", async () => {
    const shop = await retailer(2, 0);
    await shop.inScope(lookForDrift);
    expect(await shop.inScope(readDrift)).toEqual([]);
  });
});
