import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { changeFields } from "../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { followChange } from "../following/follow-change";
import { followingOf, homeOf } from "../following/queries";
import { followingShown, homeShown } from "../following/shown";
import type { Scope } from "../scope";
import { rhythmAsOf } from "./rhythm-as-of";
import { linesAreSampled } from "./sampled-lines";
import { writeStates } from "./write-states";

let database: TestDatabase;
let retailer: TestRetailer;
const DAY_0 = plus(FIRST_DAY, 700);

beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 71, customers: 3000, days: 800, stores: 12 });
  await retailer.derive();
  await database.owner.sql`
    insert into import_batch (workspace_id, source_id, kind, files, mapping, state, created_at)
    values (${retailer.workspaceId}, ${retailer.sourceId}, 'purchases', '[]', '{}', 'done', now())`;
});
afterAll(() => database.drop());

const call = (sampled: boolean) =>
  database.owner.sql`update source set sample_of_lines = ${sampled} where workspace_id = ${retailer.workspaceId}`;

async function portraits(scope: Scope) {
  await writeStates(scope, await rhythmAsOf(scope, scope.today));
  const rows = await scope.db.execute<{ segment: string; dated: number }>(sql`
    select segment, count(coalesce(due_on, lapsing_on, lost_on))::int as dated from customer_state group by segment order by segment`);
  return new Map(rows.map((row) => [row.segment, row.dated]));
}

it("is said of a source, and unsaid: the model in force follows on the same day", async () => {
  await retailer.inScope(async (scope) => {
    expect([await linesAreSampled(scope), (await rhythmAsOf(scope, scope.today)).refusal]).toEqual([false, null]);
  });
  await call(true);
  await retailer.inScope(async (scope) => {
    const rhythm = await rhythmAsOf(scope, scope.today);
    expect([await linesAreSampled(scope), rhythm.refusal?.why, rhythm.groups.store.parameters]).toEqual([
      true,
      "sample of lines",
      null,
    ]);
    expect(rhythm.cuts.bigSpenderValue).toBeGreaterThan(0);
    expect((await rhythmAsOf(scope, scope.today)).modelId).toBe(rhythm.modelId);
  });
  await call(false);
  await retailer.inScope(async (scope) => expect((await rhythmAsOf(scope, scope.today)).refusal).toBeNull());
});

it("nobody is due, late, lost, a first-time buyer or compulsive: who spends and who stays is all it tells", async () => {
  await call(true);
  const dated = await retailer.inScope(portraits);
  expect([...dated.keys()]).toEqual(["big_spenders", "long_standing_loyal", "regulars"]);
  expect([...dated.values()]).toEqual([0, 0, 0]);
  await call(false);
  const known = await retailer.inScope(portraits);
  expect(known.get("lapsing")).toBeGreaterThan(0);
});

it("a change is followed by twins of the same segment and frequency, without a predicted return or money", async () => {
  await call(true);
  await retailer.inScope(async (scope) => {
    await portraits(scope);
    const fields = changeFields.parse({
      ...{ title: "The shop moved", moved: "store", kind: "moved", start: DAY_0 },
      scope: { stores: [{ id: retailer.stores[0] ?? 0 }] },
    });
    const { id } = await recordChange(scope, { ...fields, as: "recorded" });
    expect(await followChange(scope, id)).toBe(retailer.lastDay);
    const page = await followingOf(scope, id);
    if (page.kind !== "read") throw new Error(page.waitingFor);
    expect(followingShown.parse(page)).toEqual(page);
    expect([page.how.unmeasurable, page.how.sampled, page.how.counts.apart]).toEqual([null, true, 0]);
    expect(page.followRate).toMatchObject({ rate: { kind: "rate", shown: true }, revenueAtRisk: null });
    expect(page.where?.places.find(({ place }) => place === "silent")).toMatchObject({ count: 0, twinShare: 0 });
    expect(page.how.expected.exposed).toBeGreaterThan(30);
    const [kept] = await scope.db.execute(sql`
      select count(return_probability)::int as predicted, count(due_days)::int as due, count(value_minor)::int as worth,
        count(distinct stratum)::int > 5 as stratified from cohort_member where change_id = ${id}`);
    expect(kept).toEqual({ predicted: 0, due: 0, worth: 0, stratified: true });
    const home = await homeOf(scope);
    expect(homeShown.parse(home)).toEqual(home);
    expect([home.sampled, home.segments.filter(({ measured }) => measured).length]).toEqual([true, 3]);
  });
});
