import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { openChange } from "../cohort/open-change";
import { countChange } from "../counting/count-change";
import type { PartsOf } from "../schema";
import { readChange } from "./read-change";
import { readNights } from "./read-readings";

const DAY_0 = plus(FIRST_DAY, 700);

let database: TestDatabase;
let retailer: TestRetailer;
beforeAll(async () => {
  database = await testDatabase();
  const loss = { store: 0, from: 700, share: 0.9 };
  retailer = await testRetailer(database, { seed: 31, customers: 4000, days: 800, stores: 12, loss });
  await retailer.derive();
  await retailer.inScope(async (scope) => writeStates(scope, await fitRhythm(scope, scope.today)));
});
afterAll(() => database.drop());

type Fields = Pick<z.input<typeof changeFields>, "title" | "moved" | "kind" | "scope">;

async function shiftOf(scope: Scope, asked: Fields): Promise<{ id: number; shift: PartsOf<"shift"> }> {
  const fields = changeFields.parse({ ...asked, start: DAY_0 });
  const { id } = await recordChange(scope, { ...fields, as: "recorded" });
  await scope.db.execute(sql`update change set recorded_on = ${DAY_0}::date where id = ${id}`);
  for (const step of [openChange, countChange, readChange]) await step(scope, id);
  const shift = (await readNights(scope, [id])).get(id)?.get("shift");
  if (!shift) throw new Error("no shift was read");
  return { id, shift };
}

describe("how behaviour shifted after a shop lost most of its occasions", () => {
  it("people come less often, their baskets stay: in the windows, and by person where one shop changed", async () => {
    await retailer.inScope(async (scope) => {
      const stores = [{ id: retailer.stores[0] ?? 0 }];
      const { id, shift } = await shiftOf(scope, {
        title: "The shop moved",
        moved: "store",
        kind: "moved",
        scope: { stores },
      });
      const [cohort] = await scope.db.execute<{ days: number }>(
        sql`select round_days as days from cohort where change_id = ${id}`,
      );
      const round = (cohort?.days ?? 0) * Math.floor(100 / (cohort?.days ?? 1));
      expect(shift).toMatchObject({
        days: round,
        before: { from: plus(DAY_0, -round), to: plus(DAY_0, -1) },
        after: { from: DAY_0, to: plus(DAY_0, round - 1) },
        errors: { by: "customer", tau: 0.05 },
      });
      const of = (metric: string) => shift.metrics.find((one) => one.metric === metric);
      expect(of("occasions")).toMatchObject({ kind: "shift", moved: true });
      expect(of("revenue")).toMatchObject({ kind: "shift", moved: true });
      expect(of("basket")).toMatchObject({ kind: "shift", moved: false });
      expect(of("complaints")).toEqual({
        ...{ kind: "cannot say", metric: "complaints", why: "too few with any", need: 30, have: 0 },
      });
      await byHand(scope, id, shift);
    });
  });
});

describe("a change in many shops of a chain", () => {
  it("errors are reckoned by the main stores of both arms, as they were in the year before day 0", async () => {
    const chain = await testRetailer(database, { seed: 32, customers: 4000, days: 800, stores: 100 });
    await chain.derive();
    await chain.inScope(async (scope) => writeStates(scope, await fitRhythm(scope, scope.today)));
    await chain.inScope(async (scope) => {
      const stores = chain.stores.slice(0, 26).map((id) => ({ id }));
      const { id, shift } = await shiftOf(scope, {
        title: "New till",
        moved: "store",
        kind: "layout",
        scope: { stores },
      });
      const members = await scope.db.execute<{ frozen: number | null; visited: string[] }>(sql`
        select m.main_store_id::int as frozen, array(
          select v.store_id || ' ' || count(*) from visit v
          where v.workspace_id = m.workspace_id and v.customer_id = m.customer_id and v.sale_lines > 0
            and v.day between m.day0 - 365 and m.day0 - 1 group by v.store_id) as visited
        from cohort_member m where m.change_id = ${id} and m.arm in ('exposed', 'twin')`);
      expect(members.map(({ frozen }) => frozen)).toEqual(members.map(({ visited }) => mostVisited(visited)));
      expect(shift.errors).toEqual({
        by: "store",
        clusters: new Set(members.map(({ frozen }) => frozen)).size,
        tau: 0,
      });
    });
  });
});

/** Of "store visits": the store of most visits, of several the lower number. */
function mostVisited(visited: readonly string[]): number | null {
  const stores = visited.map((each) => each.split(" ").map(Number));
  return stores.sort(([a = 0, n = 0], [b = 0, m = 0]) => m - n || a - b)[0]?.[0] ?? null;
}

/** The exposed's own means, from the lines themselves. */
async function byHand(scope: Scope, id: number, shift: PartsOf<"shift">): Promise<void> {
  const [row] = await scope.db.execute<{ before: number; after: number; revenue: number; refunds: number }>(sql`
    with member as (
      select customer_id from cohort_member where change_id = ${id} and arm = 'exposed' and censored_on is null
    ),
    line as (
      select l.*, l.day >= ${DAY_0}::date as later from purchase_line l join member using (customer_id)
      where l.kind in ('sale', 'refund') and l.day between ${shift.before.from}::date and ${shift.after.to}::date
    ),
    bought as (
      select distinct customer_id, day, later from line join product p on p.id = line.product_id
      where line.kind = 'sale' and quantity > 0 and p.merchandise
    )
    select (select count(*) filter (where not later) from bought)::float8 * 28 / ${shift.days}::int / count(*) as before,
      (select count(*) filter (where later) from bought)::float8 * 28 / ${shift.days}::int / count(*) as after,
      (select sum(amount_minor) filter (where later) from line)::float8 * 28 / ${shift.days}::int / count(*) as revenue,
      (select -sum(amount_minor) filter (where later and kind = 'refund') from line)::float8 * 28 / ${shift.days}::int / count(*) as refunds
    from member`);
  const level = (metric: string) => {
    const found = shift.metrics.find((one) => one.metric === metric);
    return found?.kind === "shift" ? found.exposed : { before: Number.NaN, after: Number.NaN };
  };
  expect(level("occasions").before).toBeCloseTo(row?.before ?? 0, 9);
  expect(level("occasions").after).toBeCloseTo(row?.after ?? 0, 9);
  expect(level("revenue").after).toBeCloseTo(row?.revenue ?? 0, 6);
  expect(level("basket").after).toBeCloseTo((row?.revenue ?? 0) / (row?.after ?? 1), 6);
}
