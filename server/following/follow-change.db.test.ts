import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { changeFields } from "../changes/schema";
import { fitRhythm } from "../churn/fit-rhythm";
import { writeStates } from "../churn/write-states";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import type { Scope } from "../scope";
import { followChange } from "./follow-change";
import { followingOf, homeOf, scopeTouch, verdictsOf } from "./queries";
import { followingShown, homeShown, touchShown } from "./shown";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const DAYS = 800;
const DAY_0 = plus(FIRST_DAY, 700);

async function openRetailer(seed: number, options: Partial<Parameters<typeof testRetailer>[1]> = {}) {
  const retailer = await testRetailer(database, { seed, customers: 3000, days: DAYS, stores: 12, ...options });
  await retailer.derive();
  await retailer.inScope(async (scope) => writeStates(scope, await fitRhythm(scope, scope.today)));
  return retailer;
}

interface ChangeOptions {
  scope: Record<string, unknown>;
  start?: string;
  recordedOn?: string;
  people?: number[];
}

async function record(
  scope: Scope,
  { scope: touched, start = DAY_0, recordedOn = start, people }: ChangeOptions,
): Promise<number> {
  const fields = changeFields.parse({ title: "The shop moved", moved: "store", kind: "moved", start, scope: touched });
  const { id } = await recordChange(scope, { ...fields, as: "recorded" }, people);
  await scope.db.execute(sql`update change set recorded_on = ${recordedOn}::date where id = ${id}`);
  return id;
}

const first = ({ stores }: TestRetailer) => ({ stores: [{ id: stores[0] ?? 0 }] });

async function cohortOf(scope: Scope, id: number) {
  const [row] = await scope.db.execute<{
    counts: Record<string, number>;
    unmeasurable: string | null;
    alarm_from: string;
  }>(sql`
    select counts, unmeasurable, alarm_from from cohort where change_id = ${id}`);
  if (!row) throw new Error("no cohort");
  return row;
}

describe("a shop that loses nine in ten of the occasions due there (six are not enough: docs/methods/alerts.md)", () => {
  it("is followed from its scope to the inbox; twice tells the same", async () => {
    const retailer = await openRetailer(7, { customers: 4000, loss: { store: 0, from: 700, share: 0.9 } });
    await retailer.inScope(async (scope) => {
      const id = await record(scope, { scope: first(retailer) });
      expect(await followChange(scope, id)).toBe(retailer.lastDay);
      const sums = () =>
        scope.db.execute(sql`
        select (select md5(string_agg(m::text, ';' order by customer_id)) from cohort_member m) as members,
          (select md5(string_agg(d::text, ';' order by part, round, stratum, day)) from stratum_day d) as days,
          (select md5(string_agg(r::text, ';' order by method, slice)) from reading r) as readings,
          (select md5(string_agg((log_e_down, log_e_up, day)::text, ';' order by monitor_id, day)) from monitor_day) as evidence,
          (select count(*) from alert) as alerts`);
      const once = await sums();
      await followChange(scope, id);
      expect(await sums()).toEqual(once);
      expect(once[0]).toMatchObject({ alerts: "1" });
    });
  });

  it("its page, the lists and home read it", async () => {
    const retailer = await openRetailer(8, { customers: 4000, loss: { store: 0, from: 700, share: 0.9 } });
    await retailer.inScope(async (scope) => {
      const id = await record(scope, { scope: first(retailer) });
      await followChange(scope, id);
      const page = await followingOf(scope, id);
      if (page.kind !== "read") throw new Error(page.waitingFor);
      expect(page.evidence?.alarmOn).not.toBeNull();
      expect(page.followRate?.rate).toMatchObject({ kind: "rate", shown: true });
      expect(page.cameBack.at(-1)?.t).toBe(page.daysSince);
      expect(page.who.length).toBeGreaterThan(2);
      const places = page.where?.places.map(({ share }) => share) ?? [];
      expect(places.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(followingShown.parse(page)).toEqual(page);
      const home = await homeOf(scope);
      expect(homeShown.parse(home)).toEqual(home);
      expect(home.segments).toHaveLength(9);
      expect(home.summary).toMatchObject({ watched: 1, over: [] });
      expect(home.weeks.length).toBeGreaterThan(10);
      expect((await verdictsOf(scope, [id]))[0]?.verdict?.word).toBe(page.verdict?.word);
      const touch = await scopeTouch(
        scope,
        changeFields.parse({ title: "abc", moved: "store", kind: "moved", scope: first(retailer) }).scope,
      );
      expect(touchShown.parse(touch)).toEqual(touch);
      expect(touch.customers).toBeGreaterThan(100);
      expect(touch.revenueMinor).toBeGreaterThan(0);
      await scope.db.execute(sql`update monitor set closed_on = ${scope.today}::date where change_id = ${id}`);
      expect((await homeOf(scope)).summary).toMatchObject({ watched: 0, over: [id] });
    });
  });
});

describe("a cohort", () => {
  it("has everybody once: exposed = matched + left out + apart, no exposed person a twin, sets within strata", async () => {
    const retailer = await openRetailer(9);
    await retailer.inScope(async (scope) => {
      const id = await record(scope, { scope: first(retailer) });
      await followChange(scope, id);
      const { counts } = await cohortOf(scope, id);
      expect(counts.exposed).toBe((counts.matched ?? 0) + (counts.leftOut ?? 0) + (counts.apart ?? 0));
      const [odd] = await scope.db.execute(sql`
        with concerned as (
          select distinct customer_id from visit where store_id = ${retailer.stores[0] ?? 0} and sale_lines > 0
            and day between ${plus(DAY_0, -365)}::date and ${plus(DAY_0, -1)}::date
        )
        select (select count(*)::int from cohort_member join concerned using (customer_id) where arm = 'twin') as exposed_twins,
          (select count(*)::int from cohort_member where arm <> 'twin') as exposed,
          (select count(*)::int from concerned) as concerned,
          (select count(*)::int from cohort_member t join cohort_member e on e.customer_id = t.matched_set
            where t.arm = 'twin' and (e.stratum <> t.stratum or e.segment <> t.segment or e.arm <> 'exposed')) as strangers,
          (select coalesce(max(n), 0)::int from (select count(*) as n from cohort_member where arm = 'twin' group by matched_set) s) as most`);
      expect(odd).toMatchObject({ exposed_twins: 0, exposed: odd?.concerned, strangers: 0, most: 5 });
    });
  });

  it("is frozen: later rows before day 0 leave it as it was", async () => {
    const retailer = await openRetailer(10);
    await retailer.inScope(async (scope) => {
      const id = await record(scope, { scope: first(retailer) });
      await followChange(scope, id);
      const members = () =>
        scope.db.execute(sql`select md5(string_agg(m::text, ';' order by customer_id)) as sum from cohort_member m`);
      const before = await members();
      await scope.db.execute(sql`update visit set amount_minor = 2 * amount_minor where day < ${DAY_0}::date`);
      await followChange(scope, id);
      expect(await members()).toEqual(before);
    });
  });

  it("of a change recorded 30 days late: the alarm uses no day before", async () => {
    const retailer = await openRetailer(11, { loss: { store: 0, from: 700, share: 0.8 } });
    await retailer.inScope(async (scope) => {
      const late = plus(DAY_0, 30);
      const id = await record(scope, { scope: first(retailer), recordedOn: late });
      await followChange(scope, id);
      expect(await cohortOf(scope, id)).toMatchObject({ alarm_from: late });
      const [earliest] = await scope.db.execute(sql`select min(day) as day from monitor_day`);
      expect(String(earliest?.day) >= late).toBe(true);
    });
  });

  it("of people named one by one: exposed are those of them who bought in the year", async () => {
    const retailer = await openRetailer(12);
    await retailer.inScope(async (scope) => {
      const named = await scope.db.execute<{ customer_id: string; active: boolean }>(sql`
        select c.customer_id, exists (select 1 from visit v where v.customer_id = c.customer_id and v.occasion
          and v.day between ${plus(DAY_0, -365)}::date and ${plus(DAY_0, -1)}::date) as active
        from customer c where kind = 'person' and customer_id % 7 = 0`);
      const id = await record(scope, { scope: {}, people: named.map((row) => Number(row.customer_id)) });
      await followChange(scope, id);
      const { counts } = await cohortOf(scope, id);
      expect(counts.exposed).toBe(named.filter((row) => row.active).length);
      const page = await followingOf(scope, id);
      const failed =
        page.kind === "read"
          ? page.where?.places.filter((each) => ["product", "store", "channel", "hours"].includes(each.place))
          : [];
      expect(failed?.every((each) => each.count === 0)).toBe(true);
    });
  });

  it("of a staggered roll-out: the second wave comes later, nobody is in both, its reached twins are censored", async () => {
    const retailer = await openRetailer(13, { customers: 4000 });
    const second = plus(DAY_0, 40);
    const scopeOf = { stores: [{ id: retailer.stores[0] ?? 0 }, { id: retailer.stores[1] ?? 0, startOn: second }] };
    const id = await retailer.inScope((scope) => record(scope, { scope: scopeOf }));
    const membersOf = (scope: Scope) =>
      scope.db.execute<{ wave: number; arm: string; censored: number; n: number }>(sql`
      select wave, arm, count(censored_on)::int as censored, count(*)::int as n from cohort_member group by 1, 2 order by 1, 2`);
    const early = await retailer.inScope(
      async (scope) => {
        await followChange(scope, id);
        return membersOf(scope);
      },
      plus(DAY_0, 20),
    );
    expect(new Set(early.map((row) => row.wave))).toEqual(new Set([0]));
    await retailer.inScope(async (scope) => {
      await followChange(scope, id);
      const late = await membersOf(scope);
      const twins = late.find((row) => row.wave === 0 && row.arm === "twin");
      expect(twins?.n).toBe(early.find((row) => row.arm === "twin")?.n);
      expect(twins?.censored).toBeGreaterThan(0);
      expect(late.find((row) => row.wave === 1 && row.arm === "exposed")?.n).toBeGreaterThan(50);
    });
  });
});

describe("what cannot be measured says why", () => {
  it.each([
    ["no exposed", () => ({ channels: ["phone"] }), {}],
    ["no comparison group", () => ({}), {}],
    ["too few stores for twins", (retailer: TestRetailer) => first(retailer), { stores: 3, stray: 0.01 }],
    ["too few returns expected", (retailer: TestRetailer) => first(retailer), { customers: 700, stores: 40 }],
    [
      "too many without twins",
      (retailer: TestRetailer) => ({ stores: retailer.stores.slice(0, 9).map((id) => ({ id })) }),
      {},
    ],
  ] as const)("%s", async (why, scopeOf, options) => {
    const retailer = await openRetailer(20 + why.length, options);
    await retailer.inScope(async (scope) => {
      const id = await record(scope, { scope: scopeOf(retailer) });
      await followChange(scope, id);
      expect((await cohortOf(scope, id)).unmeasurable).toBe(why);
      const page = await followingOf(scope, id);
      expect(page).toMatchObject({ kind: "read", verdict: { word: "not measurable", reason: why } });
    });
  });

  it("not enough history", async () => {
    const retailer = await openRetailer(41, { days: 150 });
    await retailer.inScope(async (scope) => {
      const id = await record(scope, { scope: first(retailer), start: plus(FIRST_DAY, 100) });
      await followChange(scope, id);
      expect((await cohortOf(scope, id)).unmeasurable).toBe("not enough history");
    });
  });
});

describe("other changes", () => {
  it("begun before and touching at least 5%: twins share the exposure exactly", async () => {
    const retailer = await openRetailer(50);
    await retailer.inScope(async (scope) => {
      const category = { categories: [retailer.categories[0] ?? 0] };
      const other = await record(scope, { scope: category, start: plus(DAY_0, -100) });
      const id = await record(scope, { scope: first(retailer) });
      await followChange(scope, id);
      const page = await followingOf(scope, id);
      if (page.kind !== "read") throw new Error("not read");
      const [overlap] = page.how.overlaps;
      expect(overlap).toMatchObject({ changeId: other, kind: "change" });
      if (!overlap?.matched) return;
      const bought = sql`(select distinct customer_id from purchase_line l join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
        where p.parent_id = ${retailer.categories[0] ?? 0} and p.merchandise and l.kind = 'sale' and quantity > 0
          and day between ${plus(DAY_0, -465)}::date and ${plus(DAY_0, -101)}::date)`;
      const [odd] = await scope.db.execute(sql`
        with bought as ${bought}
        select count(*)::int as n from cohort_member t join cohort_member e on e.customer_id = t.matched_set and e.arm = 'exposed'
        where t.arm = 'twin' and (t.customer_id in (select customer_id from bought)) <> (e.customer_id in (select customer_id from bought))`);
      expect(odd?.n).toBe(0);
    });
  });
});
