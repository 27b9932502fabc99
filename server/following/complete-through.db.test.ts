import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { changeFields } from "../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { changeRule } from "./change-rule";
import { completeThrough } from "./complete-through";
import { followChange } from "./follow-change";

let database: TestDatabase;
let retailer: TestRetailer;
let changeId: number;
beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 90, customers: 2500, days: 500, stores: 8 });
  await retailer.derive();
  changeId = await retailer.inScope(async (scope) => {
    const fields = changeFields.parse({
      ...{ title: "The shop moved", moved: "store", kind: "moved", start: plus(FIRST_DAY, 400) },
      scope: { stores: [{ id: retailer.stores[0] }] },
    });
    const { id } = await recordChange(scope, { ...fields, as: "recorded" });
    await followChange(scope, id);
    return id;
  });
});
afterAll(() => database.drop());

/** The last day is 499. What is known of one shop's days: lines by day, null = missing. */
async function throughWith(days: Record<number, number | null>) {
  const { sql } = database.owner;
  await sql`delete from store_day where workspace_id = ${retailer.workspaceId}`;
  for (const [day, lines] of Object.entries(days))
    await sql`insert into store_day (workspace_id, store_id, day, status, lines) values (${retailer.workspaceId},
      ${retailer.stores[1] ?? 0}, ${plus(FIRST_DAY, Number(day))}, ${lines === null ? "missing" : "open"}, ${lines ?? 0})`;
  return retailer.inScope(async (scope) => (await completeThrough(scope, await changeRule(scope, changeId))).through);
}

describe("complete through (D9), last day 499", () => {
  it.each([
    ["no day missing", {}, 499],
    ["day 480 missing, lines again on 481: its 14 days are over", { 480: null, 481: 5 }, 499],
    ["day 490 missing, lines again on 491: waited for until 504", { 490: null, 491: 5 }, 489],
    ["day 460 missing and no lines within 14 days of it: silent", { 460: null, 475: 5 }, 459],
    ["days 460 to 462 missing, lines again on 463", { 460: null, 461: null, 462: null, 463: 5 }, 499],
    ["before day 0 (400) nothing is waited for", { 399: null }, 499],
  ])("%s", async (_, days, through) => {
    expect(await throughWith(days)).toBe(plus(FIRST_DAY, through));
  });
});
