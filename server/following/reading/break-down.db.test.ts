import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { followChange } from "../follow-change";
import { breakdownOf } from "../pages/breakdown-of";
import { followingOf } from "../queries";
import { breakdownShown } from "../shown";

const DAY_0 = plus(FIRST_DAY, 700);

let database: TestDatabase;
let retailer: TestRetailer;
let changeId: number;

/** Every fifth customer gets a letter, and the first shop loses many of its occasions on the same day. */
beforeAll(async () => {
  database = await testDatabase();
  const loss = { store: 0, from: 700, share: 0.8 };
  retailer = await testRetailer(database, { seed: 91, customers: 5000, days: 800, stores: 14, loss });
  await retailer.derive();
  changeId = await retailer.inScope(async (scope) => {
    await writeStates(scope, await fitRhythm(scope, scope.today));
    const fields = changeFields.parse({
      ...{ title: "A letter", moved: "client", kind: "communication", start: DAY_0 },
      scope: {},
    });
    const people = await scope.db.execute<{ customer_id: string }>(sql`
      select customer_id from customer where kind = 'person' and customer_id % 5 = 0`);
    const { id } = await recordChange(
      scope,
      { ...fields, as: "recorded" },
      people.map((row) => Number(row.customer_id)),
    );
    await followChange(scope, id);
    return id;
  });
});
afterAll(() => database.drop());

async function read(scope: Scope) {
  const [page, breakdown] = [await followingOf(scope, changeId), await breakdownOf(scope, changeId)];
  if (page.kind !== "read" || page.followRate?.rate.kind !== "rate" || breakdown === null) throw new Error("not read");
  return { page, rate: page.followRate.rate, breakdown };
}

describe("the breakdown of a change", () => {
  it("is by main store, category and channel of the look-back, frozen with the cohort: late rows leave it", async () => {
    await retailer
      .inScope(async (scope) => {
        const frozen = () =>
          scope.db.execute(sql`
        select md5(string_agg((customer_id, main_store_id, main_category_id, main_channel)::text, ';' order by customer_id)) as sum
        from cohort_member where arm = 'exposed'`);
        const before = await frozen();
        const [odd] = await scope.db.execute<{ n: number; odd: number }>(sql`
        with counted as (
          select customer_id, store_id, count(distinct day) as days from visit
          where sale_lines > 0 and day between ${plus(DAY_0, -365)}::date and ${plus(DAY_0, -1)}::date group by 1, 2
        )
        select count(*)::int as n, (count(*) filter (where main_store_id is distinct from (
          select store_id from counted c where c.customer_id = m.customer_id order by days desc, store_id limit 1)))::int as odd
        from cohort_member m where arm = 'exposed'`);
        expect(odd?.n).toBeGreaterThan(300);
        expect(odd?.odd).toBe(0);
        const [kept] = await scope.db.execute(sql`
        select count(*) filter (where arm = 'twin' and main_channel is not null)::int as twins,
          count(*) filter (where arm = 'exposed' and main_category_id is null)::int as odd
        from cohort_member`);
        expect(kept).toEqual({ twins: 0, odd: 0 });
        await scope.db.execute(sql`update visit set store_id = ${retailer.stores[1] ?? 0} where day < ${DAY_0}::date
        and not exists (select 1 from visit v where v.customer_id = visit.customer_id and v.day = visit.day and v.store_id <> visit.store_id)`);
        await followChange(scope, changeId);
        expect(await frozen()).toEqual(before);
        throw new Rollback();
      })
      .catch(rolledBack);
  });

  it("adds up to the change in each dimension: people, returns, missing returns", async () => {
    await retailer.inScope(async (scope) => {
      const { rate, breakdown } = await read(scope);
      expect(breakdownShown.parse(breakdown)).toEqual(breakdown);
      expect(breakdown.dimensions.map(({ dimension }) => dimension)).toEqual(["store", "category", "channel"]);
      for (const { total, rows } of breakdown.dimensions) {
        expect([total.exposed, total.observed]).toEqual([rate.exposed, rate.observed]);
        expect(total.missing).toBeCloseTo(rate.missing.value, 8);
        const seen = rows.flatMap((row) => (row.hidden ? [] : [row]));
        if (seen.length === rows.length) {
          expect(seen.reduce((sum, row) => sum + row.missing.value, 0)).toBeCloseTo(total.missing, 8);
        }
      }
    });
  });

  it("finds the shop where the returns are missing, and says nothing of a rate under 30 expected returns", async () => {
    await retailer.inScope(async (scope) => {
      const { breakdown } = await read(scope);
      const rows = breakdown.dimensions[0]?.rows ?? [];
      expect(rows[0]).toMatchObject({ hidden: false, name: "Shop 1" });
      for (const row of rows) {
        if (row.hidden) continue;
        const few = row.rate === null;
        expect(few || row.expected >= 30).toBe(true);
        if (row.rate !== null) expect(row.rate.lower).toBeLessThanOrEqual(row.rate.ratio);
        expect(row.missing.lower === null).toBe(few);
      }
    });
  });

  it("hides small rows, never one alone", async () => {
    await retailer.inScope(async (scope) => {
      const { breakdown } = await read(scope);
      const sizes = (breakdown.dimensions[0]?.rows ?? []).flatMap((row) => (row.hidden ? [] : [row.exposed]));
      const least = Math.min(...sizes) + 1;
      const small = await breakdownOf({ ...scope, workspace: { ...scope.workspace, minGroup: least } }, changeId);
      const hidden = small?.dimensions[0]?.rows.filter((row) => row.hidden) ?? [];
      expect(hidden.length).toBeGreaterThan(1);
      expect(Object.keys(hidden[0] ?? {}).sort()).toEqual(["hidden", "name", "ref"]);
    });
  });

  it("asked for twice at once, one follows the other and nothing changes", async () => {
    const sums = (scope: Scope) =>
      scope.db.execute(sql`
      select count(*) as members, (select md5(string_agg(r::text, ';' order by method, slice)) from reading r) as readings from cohort_member`);
    const before = await retailer.inScope(sums);
    const asked = [1, 2].map(() => retailer.inScope((scope) => followChange(scope, changeId)));
    expect(await Promise.all(asked)).toEqual([retailer.lastDay, retailer.lastDay]);
    expect(await retailer.inScope(sums)).toEqual(before);
  });

  it("is described, not watched: no alarm of its own, and no more alarms than before", async () => {
    await retailer.inScope(async (scope) => {
      const rows = await scope.db.execute<{ slice: string }>(sql`select distinct slice from monitor order by slice`);
      expect(rows.every(({ slice }) => ["all", "intense"].includes(slice) || slice.startsWith("segment:"))).toBe(true);
    });
  });
});

class Rollback extends Error {}
function rolledBack(error: unknown): void {
  if (!(error instanceof Rollback)) throw error;
}
