import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { changeRule } from "../change-rule";
import { openChange } from "../cohort/open-change";
import { findCohort } from "../cohort/open-cohort";
import { daysToShow } from "../list/days-to-show";
import { touchShown } from "../shown";
import { type ScopeTouch, scopeTouch } from "./scope-touch";

const DAY_0 = plus(FIRST_DAY, 700);
const EVE = plus(DAY_0, -1);

let database: TestDatabase;
let retailer: TestRetailer;
beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 21, customers: 6000, days: 720, stores: 12 });
  await retailer.derive();
  await onTheEve(async (scope) => writeStates(scope, await fitRhythm(scope, scope.today)));
});
afterAll(() => database.drop());

const onTheEve = <T>(work: (scope: Scope) => Promise<T>) => retailer.inScope(work, EVE);
const fields = (stores: number[]) =>
  changeFields.parse({
    title: "The shop moved",
    moved: "store",
    kind: "moved",
    start: DAY_0,
    scope: { stores: stores.map((id) => ({ id })) },
  });
const ask = (stores: number[], except?: number): Promise<ScopeTouch> =>
  onTheEve((scope) => scopeTouch(scope, { ...fields(stores).scope, except }));

async function foreseen(stores: number[]) {
  const { outlook } = await ask(stores);
  if (outlook === null) throw new Error("nothing foreseen");
  return outlook;
}

describe("the outlook of a change on the evening before it", () => {
  it("its twins are those that the cohort then has; the days to go are the cohort's own", async () => {
    const stores = retailer.stores.slice(0, 1);
    const outlook = await foreseen(stores);
    const { counts, horizon, days, again } = await retailer.inScope(async (scope) => {
      const { id } = await recordChange(scope, { ...fields(stores), as: "recorded" });
      await scope.db.execute(sql`update change set recorded_on = ${DAY_0}::date where id = ${id}`);
      await openChange(scope, id);
      const target = await changeRule(scope, id);
      const cohort = await findCohort(scope, target);
      if (cohort === null) throw new Error("no cohort");
      const found = await daysToShow(scope, cohort);
      const kept = await findCohort(scope, target);
      if (kept === null) throw new Error("no cohort");
      await scope.db.execute(sql`delete from cohort_member where change_id = ${id}`);
      return { ...cohort, horizon: cohort.horizonDays, days: found, again: await daysToShow(scope, kept) };
    });
    const matched = counts.matched ?? 0;
    const possible = matched + (counts.leftOut ?? 0);
    expect(outlook.reason).toBeNull();
    expect(outlook.assumed.horizonDays).toBe(horizon);
    expect(outlook.twins.each).toBeCloseTo((counts.twins ?? 0) / possible, 1);
    expect(outlook.twins.without).toBeCloseTo((counts.leftOut ?? 0) / possible, 1);
    expect(outlook.twins.eligible).toBeGreaterThan(0.98 * (counts.eligible ?? 0));
    expect(outlook.twins.eligible).toBeLessThan(1.02 * (counts.eligible ?? 0));
    expect(outlook.apart).toBeCloseTo((counts.apart ?? 0) / (counts.exposed ?? 1), 2);
    expect(days).not.toBeNull();
    expect(again).toBe(days);
    expect(Math.abs((outlook.daysToShow ?? 0) - (days ?? 0))).toBeLessThanOrEqual(3);
  });

  it("shows a fifth lost sooner than the smallest loss that it would show, and is what the schema hands out", async () => {
    const touch = await ask(retailer.stores.slice(0, 2));
    expect(touchShown.parse(touch)).toEqual(touch);
    const { smallest, weeks, daysToShow: days } = touch.outlook ?? {};
    expect(smallest?.loss).toBeLessThan(0.2);
    expect(smallest?.medianWeeks).toBeLessThan(weeks ?? 0);
    expect(days).toBeLessThan(7 * (weeks ?? 0));
  });

  it("everywhere at once nobody is left to compare with: some of the shops first would show a loss", async () => {
    const outlook = await foreseen(retailer.stores);
    expect(outlook.reason).toBe("no comparison group");
    expect(outlook.smallest).toBeNull();
    expect(outlook.pilot).toMatchObject({ of: retailer.stores.length, weeks: 13 });
    expect(outlook.pilot?.stores.length).toBeLessThanOrEqual(retailer.stores.length / 2);
    expect(outlook.pilot?.loss).toBeLessThan(0.3);
  });

  it("names what touches the same people, with its share, and never the change that is being edited", async () => {
    const [one = 0, two = 0] = retailer.stores;
    const id = await onTheEve(async (scope) => (await recordChange(scope, { ...fields([one]), as: "recorded" })).id);
    const same = (await ask([one])).outlook?.overlaps.changes.find((each) => each.id === id);
    expect(same).toMatchObject({ title: "The shop moved", state: "live", share: 1 });
    const other = (await ask([two])).outlook?.overlaps.changes.find((each) => each.id === id);
    expect(other?.share ?? 0).toBeLessThan(0.6);
    expect((await ask([one], id)).outlook?.overlaps.changes.some((each) => each.id === id)).toBe(false);
    await onTheEve((scope) => scope.db.execute(sql`update change set state = 'cancelled' where id = ${id}`));
  });

  it("tells nothing of a segment that is hidden, nor of anybody where all are", async () => {
    const { segments } = await ask(retailer.stores.slice(0, 1));
    const least = Math.min(...segments.map(({ n }) => n ?? Number.MAX_SAFE_INTEGER)) + 1;
    const group = (n: number) =>
      database.owner.db.execute(sql`update workspace set min_group = ${n} where id = ${retailer.workspaceId}`);
    await group(least);
    const { outlook, ...touch } = await ask(retailer.stores.slice(0, 1));
    const hidden = touch.segments.filter(({ n }) => n === null).map(({ segment }) => segment);
    expect(hidden.length).toBeGreaterThanOrEqual(2);
    for (const row of outlook?.segments ?? []) expect(row.each === null).toBe(hidden.includes(row.segment));
    await group(100_000);
    expect((await ask(retailer.stores.slice(0, 1))).outlook).toBeNull();
    await group(10);
  });
});
