import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { settingsOf } from "../../workspaces/settings";
import { changeRule } from "../change-rule";
import { openChange } from "../cohort/open-change";
import { findCohort, wavesOf } from "../cohort/open-cohort";
import { countChange } from "../counting/count-change";
import { followPlacebos } from "./follow-placebos";
import { drawCrowd } from "./placebo-people";
import { placeboWeeks } from "./placebo-weeks";
import { runPlacebos } from "./run-placebos";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function opened(seed: number, options: Partial<Parameters<typeof testRetailer>[1]> = {}) {
  const retailer = await testRetailer(database, { seed, customers: 3000, days: 1000, stores: 12, ...options });
  await retailer.derive();
  return retailer;
}

async function record(scope: Scope, touched: Record<string, unknown>, start: string): Promise<number> {
  const fields = changeFields.parse({ title: "The shop moved", moved: "store", kind: "moved", start, scope: touched });
  return (await recordChange(scope, { ...fields, as: "recorded" })).id;
}

const first = ({ stores }: TestRetailer) => ({ stores: [{ id: stores[0] ?? 0 }] });

interface Kept extends Record<string, unknown> {
  number: number;
  kind: string;
  day0: string;
  exposed: number;
  twins: number;
  unmeasurable: string | null;
}

describe("a placebo change on a real one's own day 0", () => {
  it("is followed by the same construction: the same people, the same days counted", async () => {
    const retailer = await opened(701);
    const day0 = plus(FIRST_DAY, 800);
    await retailer.inScope(async (scope) => {
      const id = await record(scope, first(retailer), day0);
      await openChange(scope, id);
      await countChange(scope, id);
      const target = await changeRule(scope, id);
      const cohort = await findCohort(scope, target);
      const wave = cohort && wavesOf(cohort)[0];
      if (!cohort || !wave) throw new Error("no cohort");
      const context = {
        ...{ scope, settings: settingsOf(scope.workspace), target, rhythm: wave.rhythm, seed: cohort.seed },
        ...{ wave: { wave: 0, day0, stores: target.rule.stores }, asOf: plus(day0, -1) },
      };
      const draw = { seed: cohort.seed, exposed: wave.traits.exposed };
      await drawCrowd(scope, { ...draw, since: day0 });
      const ran = await followPlacebos([{ number: 1, unit: 0, context, days: 91 }], {
        ...{ draw, most: 1, enough: 1, roundsOf: () => ({ roundDays: cohort.roundDays, rounds: 13 }) },
      });
      const same = ran.get(1);
      expect([same?.exposed, same?.twins, same?.unmeasurable]).toEqual([wave.matched, wave.twins, null]);
      const cells = async (part: number) =>
        (
          await scope.db.execute<Record<"round" | "day" | "n1" | "n0" | "d" | "o", number>>(sql`
            select round, day - ${day0}::date as day, risk_exposed as n1, risk_twin as n0, events_exposed + events_twin as d,
              events_exposed as o from stratum_day
            where change_id = ${id} and part = ${part}::int and round <> 1 and day < ${day0}::date + 91`)
        ).map((cell) => ({ ...cell }));
      const counted = placeboWeeks(await cells(0));
      expect(counted.first.length).toBe(13);
      for (const part of ["first", "rounds"] as const) {
        expect(same?.weeks.all?.[part]).toHaveLength(counted[part].length);
        counted[part].forEach(({ x, v }, week) => {
          expect(same?.weeks.all?.[part][week]?.x).toBeCloseTo(x, 4);
          expect(same?.weeks.all?.[part][week]?.v).toBeCloseTo(v, 4);
        });
      }
    });
  });
});

describe("the placebo changes of a shop's change", () => {
  it("earlier days and other shops, all over before day 0, kept once; the calibration rests on them", async () => {
    const retailer = await opened(702, { loss: { store: 0, from: 800, share: 0.6 } });
    const day0 = plus(FIRST_DAY, 800);
    await retailer.inScope(async (scope) => {
      const id = await record(scope, first(retailer), day0);
      await openChange(scope, id);
      const done = await runPlacebos(scope, id);
      const read = () =>
        scope.db.execute<Kept>(sql`select number, kind, day0, exposed, twins, unmeasurable, md5(p::text) as whole
          from placebo p where change_id = ${id} order by number`);
      const kept = await read();
      expect(kept.length).toBeGreaterThanOrEqual(8);
      expect(kept.length).toBeLessThanOrEqual(42);
      expect(new Set(kept.map(({ kind }) => kind))).toEqual(new Set(["earlier", "elsewhere"]));
      expect(kept.every((row) => plus(row.day0, 91) <= day0 && row.day0 >= plus(FIRST_DAY, 455))).toBe(true);
      expect(done?.counts?.placebos).toBe(kept.filter(({ unmeasurable }) => unmeasurable === null).length);
      const calibration = (await findCohort(scope, await changeRule(scope, id)))?.calibration as Record<
        string,
        { first: { m: number; tau2: number; k: number; calibrated: boolean }; rounds: { k: number } }
      >;
      expect(calibration.all?.first).toMatchObject({ k: done?.counts?.placebos, calibrated: true });
      // Nothing happened in these shops: a lasting gap of a tenth would be ten standard errors of the mean.
      expect(Math.abs(calibration.all?.first.m ?? 1)).toBeLessThan(0.1);
      const written = await scope.db.execute(
        sql`select count(*)::int as n from cohort_member where day0 <> ${day0}::date`,
      );
      expect(written[0]?.n).toBe(0);
      expect(await runPlacebos(scope, id)).toBeNull();
      expect(await read()).toEqual(kept);
    });
  });

  it("says nothing where a recorded change to the same people began meanwhile, and is not put in the calibration", async () => {
    const retailer = await opened(703);
    const day0 = plus(FIRST_DAY, 800);
    await retailer.inScope(async (scope) => {
      await record(scope, first(retailer), plus(day0, -150));
      const id = await record(scope, first(retailer), day0);
      await openChange(scope, id);
      await runPlacebos(scope, id);
      const kept = await scope.db.execute<Kept>(
        sql`select * from placebo where change_id = ${id} and kind = 'earlier' order by day0 desc`,
      );
      expect(kept.map(({ unmeasurable }) => unmeasurable).slice(0, 3)).toEqual([null, "another change", null]);
      const [row] = await scope.db.execute<{ k: number; measured: number }>(sql`
        select (calibration->'all'->'first'->>'k')::int as k,
          (select count(*)::int from placebo where change_id = ${id} and unmeasurable is null) as measured
        from cohort where change_id = ${id}`);
      expect(row?.k).toBe(row?.measured);
    });
  });

  it("of a category: the other category, and its own earlier days", async () => {
    const retailer = await opened(704);
    await retailer.inScope(async (scope) => {
      const id = await record(scope, { categories: [retailer.categories[0] ?? 0] }, plus(FIRST_DAY, 900));
      await openChange(scope, id);
      await scope.db.execute(sql`update cohort set unmeasurable = null where change_id = ${id}`);
      await runPlacebos(scope, id);
      const kept = await scope.db.execute<Kept & { scope: { items: { refId: number }[] } }>(
        sql`select * from placebo where change_id = ${id} and kind = 'elsewhere'`,
      );
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.every(({ scope: { items } }) => items[0]?.refId === retailer.categories[1])).toBe(true);
    });
  });

  it("of a list of people: none, since who is listed was chosen later; not calibrated", async () => {
    const retailer = await opened(705);
    await retailer.inScope(async (scope) => {
      const rows = await scope.db.execute<{ customer_id: string }>(
        sql`select customer_id from customer where kind = 'person' order by customer_id limit 400`,
      );
      const people = rows.map((row) => Number(row.customer_id));
      const fields = changeFields.parse({
        ...{ title: "A letter", moved: "client", kind: "communication", start: plus(FIRST_DAY, 800), scope: {} },
      });
      const { id } = await recordChange(scope, { ...fields, as: "recorded" }, people);
      await openChange(scope, id);
      await runPlacebos(scope, id);
      const [row] = await scope.db.execute(sql`
        select (select count(*)::int from placebo where change_id = ${id}) as n, unmeasurable,
          calibration->'all'->'first' as first from cohort where change_id = ${id}`);
      expect(row).toMatchObject({ n: 0, unmeasurable: null, first: { k: 0, calibrated: false } });
    });
  });
});
