import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import type { Scope } from "../scope";
import { type Aside, deriveEverybody } from "./derive-everybody";
import { type TestRetailer, testRetailer } from "./test-retailer";

/** So that 230 people are twelve stretches. */
const TOGETHER = 20;

let database: TestDatabase;
let retailer: TestRetailer;
beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 31, customers: 230, days: 300 });
});
afterAll(() => database.drop());

const visits = () =>
  database.owner.db.execute(
    sql`select * from visit where workspace_id = ${retailer.workspaceId} order by customer_id, day, store_id, channel`,
  );
const forget = () => database.owner.db.execute(sql`delete from visit where workspace_id = ${retailer.workspaceId}`);

it("two transactions side by side write what one writes, and each writes some", async () => {
  const alone = await retailer.inScope((scope) => deriveEverybody(scope, undefined, TOGETHER));
  const one = await visits();
  expect(one).toHaveLength(alone);
  await forget();
  let beside = 0;
  const aside: Aside = async (work) => {
    beside = await retailer.inScope(work);
    return beside;
  };
  const both = await retailer.inScope((scope) => deriveEverybody(scope, aside, TOGETHER));
  expect(both).toBe(alone);
  expect(beside).toBeGreaterThan(0);
  expect(beside).toBeLessThan(alone);
  expect(await visits()).toEqual(one);
  await forget();
});

it("where one of them fails neither leaves anything", async () => {
  const failing = (scope: Scope): Scope => ({ ...scope, workspaceId: -1 });
  const asideFails: Aside = (work) => retailer.inScope((scope) => work(failing(scope)).then(() => fail("beside")));
  await expect(retailer.inScope((scope) => deriveEverybody(scope, asideFails, TOGETHER))).rejects.toThrow("beside");
  expect(await visits()).toHaveLength(0);
  const aside: Aside = (work) => retailer.inScope(work);
  const ownFails = retailer.inScope(async (scope) => {
    const broken: Scope["db"] = Object.create(scope.db, {
      execute: { value: breaksAfter(scope.db, 3) },
    });
    return deriveEverybody({ ...scope, db: broken }, aside, TOGETHER);
  });
  await expect(ownFails).rejects.toThrow("broken");
  expect(await visits()).toHaveLength(0);
});

function fail(what: string): never {
  throw new Error(what);
}

/** Statements run until so many did. */
function breaksAfter(db: Scope["db"], statements: number): Scope["db"]["execute"] {
  let run = 0;
  return ((query: Parameters<Scope["db"]["execute"]>[0]) => {
    run += 1;
    if (run > statements) throw new Error("broken");
    return db.execute(query);
  }) as Scope["db"]["execute"];
}
