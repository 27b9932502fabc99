import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import { changeRule } from "../change-rule";
import { findCohort } from "../cohort/open-cohort";
import { followChange } from "../follow-change";
import { completeThrough } from "./complete-through";

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

interface Known {
  /** What is known of one shop's days: lines by day, null = missing. */
  days?: Record<number, number | null>;
  /** The day through which that shop is complete. */
  through?: number;
}

/** The last day is 499. */
async function knowing({ days = {}, through }: Known) {
  const { sql } = database.owner;
  const shop = retailer.stores[1] ?? 0;
  await sql`delete from store_day where workspace_id = ${retailer.workspaceId}`;
  for (const [day, lines] of Object.entries(days))
    await sql`insert into store_day (workspace_id, store_id, day, status, lines) values (${retailer.workspaceId},
      ${shop}, ${plus(FIRST_DAY, Number(day))}, ${lines === null ? "missing" : "open"}, ${lines ?? 0})`;
  const complete = through === undefined ? null : plus(FIRST_DAY, through);
  await sql`update store set complete_through = ${complete} where workspace_id = ${retailer.workspaceId} and id = ${shop}`;
  return retailer.inScope(async (scope) => {
    const target = await changeRule(scope, changeId);
    return completeThrough(scope, target, await findCohort(scope, target));
  });
}

const since = (day: number) => ({ storeId: retailer.stores[1], since: plus(FIRST_DAY, day) });

describe("complete through (D9), last day 499", () => {
  it.each<[string, Known, number]>([
    ["no day missing", {}, 499],
    ["day 480 missing, lines again on 481: its 14 days are over", { days: { 480: null, 481: 5 } }, 499],
    ["day 490 missing, lines again on 491: waited for until 504", { days: { 490: null, 491: 5 } }, 489],
    ["day 460 missing and no lines within 14 days of it: silent", { days: { 460: null, 475: 5 } }, 499],
    ["days 460 to 462 missing, lines again on 463", { days: { 460: null, 461: null, 462: null, 463: 5 } }, 499],
    ["before day 0 (400) nothing is waited for", { days: { 399: null } }, 499],
    ["a shop's source 9 days behind the others is waited for", { through: 490 }, 490],
    ["14 days behind: still", { through: 485 }, 485],
    ["15 days behind: no more", { through: 484 }, 499],
  ])("%s", async (_, known, through) => {
    expect((await knowing(known)).through).toBe(plus(FIRST_DAY, through));
  });
  it("says what it waits for, what fell silent and since when, and which days it steps over", async () => {
    const short = await knowing({ days: { 470: null, 471: null, 472: 5, 490: null, 491: 5 } });
    expect(short).toMatchObject({ waiting: since(490), silent: [] });
    expect(short.gaps.map(({ day }) => day)).toEqual([470, 471].map((day) => plus(FIRST_DAY, day)));
    expect(await knowing({ days: { 450: null, 451: 5, 460: null } })).toMatchObject({
      waiting: null,
      silent: [since(460)],
      gaps: [{ day: plus(FIRST_DAY, 450) }],
    });
    expect(await knowing({ days: { 390: null } })).toMatchObject({ silent: [since(400)] });
    expect(await knowing({ through: 484 })).toMatchObject({ waiting: null, silent: [since(485)] });
  });
  it("a small new source of a shop of its own rewinds nobody", async () => {
    await knowing({});
    const { sql } = database.owner;
    const [market] = await sql`
      insert into source (workspace_id, name, complete_through) values (${retailer.workspaceId}, 'market', ${plus(FIRST_DAY, 420)})
      returning id`;
    await sql`insert into store (workspace_id, source_id, external_id, name) values (${retailer.workspaceId}, ${market?.id ?? 0}, 'm', 'Stall')`;
    const plain = { through: plus(FIRST_DAY, 499), waiting: null, silent: [], gaps: [], carriers: retailer.stores };
    expect(await knowing({})).toEqual(plain);
  });
});
