import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { inWorkspace, type Scope } from "../scope";
import { type Random, seededRandom } from "../stats/random";
import { drawnStates, stateColumns } from "./draw-states";
import { membershipAsOf } from "./membership-as-of";
import { refitModel } from "./refit-model";
import { refreshPortraits } from "./refresh-portraits";
import { inForceOn, modelsInForce } from "./rhythm-in-force";
import { writeStates } from "./write-states";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const BEGIN = 900;
const DAYS = 40;

/** The evening of the `n`th day: what was known at it is asked for later. */
const evening = (n: number) => new Date(Date.parse(`${plus(FIRST_DAY, BEGIN + n)}T20:00:00Z`));

function onDay<T>(retailer: TestRetailer, n: number, work: (scope: Scope) => Promise<T>): Promise<T> {
  const actor = { kind: "command", name: "test" } as const;
  const who = { workspaceId: retailer.workspaceId, actor, now: evening(n), on: plus(FIRST_DAY, BEGIN + n) };
  return inWorkspace(database.app.db, who, work);
}

/** A workspace on its first day: four visits of a hundred are held back, and so are all later than its today but for a few. */
async function begun(seed: number): Promise<TestRetailer> {
  const retailer = await testRetailer(database, { seed, customers: 400, days: 950 });
  await retailer.derive();
  const { workspaceId } = retailer;
  await database.owner.sql`create table if not exists held as table visit with no data`;
  await database.owner.sql`
    with gone as (
      delete from visit where workspace_id = ${workspaceId} and (
        (customer_id * 7919 + (day - '2024-01-01'::date) * 104729) % 100 < 4
        or day > ${plus(FIRST_DAY, BEGIN)}::date and (customer_id + (day - '2024-01-01'::date)) % 7 <> 0)
      returning *)
    insert into held select * from gone`;
  await onDay(retailer, 0, async (scope) => {
    expect(await refitModel(scope)).toBe("first");
    expect(await refreshPortraits(scope)).toMatchObject({ everyone: true });
  });
  return retailer;
}

/** What a night's derivation leaves: rows of the day and late ones come, some go, some are corrected. */
async function rowsMove({ workspaceId }: TestRetailer, random: Random, n: number): Promise<void> {
  const today = plus(FIRST_DAY, BEGIN + n);
  const draw = Math.floor(random() * 1000);
  await database.owner.sql`
    with came as (
      delete from held where workspace_id = ${workspaceId} and (day = ${today}::date
        or day < ${today}::date and (customer_id * 31 + (day - '2024-01-01'::date) * 17 + ${draw}::int) % 60 = 0)
      returning *
    ),
    put as (insert into visit select * from came),
    went as (
      delete from visit where workspace_id = ${workspaceId} and day <= ${today}::date
        and (customer_id * 101 + (day - '2024-01-01'::date) * 13 + ${draw}::int) % 1500 = 0
      returning *
    ),
    other as (
      update visit set amount_minor = amount_minor + 900 where workspace_id = ${workspaceId} and day <= ${today}::date
        and (customer_id * 103 + (day - '2024-01-01'::date) * 19 + ${draw}::int) % 1501 = 0
      returning *
    ),
    moved as (
      insert into visit_moved (workspace_id, customer_id, day, version, before, after)
      select distinct on (customer_id, day) ${workspaceId}, customer_id, day, ${n}::int, true, true
      from (table came union all table went union all table other) m
      returning customer_id, day
    )
    insert into stale_state (workspace_id, customer_id, from_day)
    select ${workspaceId}, customer_id, min(day) from moved group by customer_id`;
}

const count = async (scope: Scope, query: ReturnType<typeof sql>) => {
  const [row] = await scope.db.execute<{ n: number }>(sql`select count(*)::int as n from (${query}) q`);
  return row?.n ?? -1;
};
const eitherWay = async (scope: Scope, one: ReturnType<typeof sql>, other: ReturnType<typeof sql>) => [
  await count(scope, sql`(${one}) except (${other})`),
  await count(scope, sql`(${other}) except (${one})`),
];

/** Memberships worked out anew, day by day, from the visits as they are, by the model in force on each day. */
async function fromScratch(scope: Scope): Promise<void> {
  const models = await modelsInForce(scope, scope.today);
  await scope.db.execute(sql`create temp table scratch (customer_id bigint, day date, segment text) on commit drop`);
  for (let n = 0; plus(FIRST_DAY, BEGIN + n) <= scope.today; n += 1) {
    const day = plus(FIRST_DAY, BEGIN + n);
    const model = inForceOn(models, day);
    if (!model) throw new Error("no model");
    await scope.db.execute(sql`
      insert into scratch with ${drawnStates(scope, day, model.rhythm)} select customer_id, ${day}::date, segment from drawn`);
  }
}

describe("portraits and memberships kept day by day over 40 days of late, corrected and removed rows", () => {
  it.each([21, 22])(
    "seed %i: are those made from nothing, and what was known on a past evening can be asked",
    async (seed) => {
      const retailer = await begun(seed);
      const random = seededRandom(seed);
      const remembered: { n: number; day: string; counts: unknown }[] = [];
      const reasons: (string | null)[] = [];
      let [drawn, moved] = [0, 0];
      for (let n = 1; n <= DAYS; n += n % 9 === 0 ? 2 : 1) {
        await rowsMove(retailer, random, n);
        await onDay(retailer, n, async (scope) => {
          reasons.push(await refitModel(scope));
          const night = await refreshPortraits(scope);
          drawn += night.everyone ? 0 : night.drawn;
          moved += night.moved;
          if (n % 6 !== 0) return;
          for (const back of [0, 3, n]) {
            const day = plus(scope.today, -back);
            remembered.push({ n, day, counts: await membershipAsOf(scope, day) });
          }
        });
      }
      expect(reasons.filter((reason) => reason !== null)).toContain("weekly");
      expect(drawn).toBeGreaterThan(500);
      expect(moved).toBeGreaterThan(100);
      await onDay(retailer, DAYS, async (scope) => {
        for (const { n, day, counts } of remembered)
          expect(await membershipAsOf(scope, day, evening(n))).toEqual(counts);
        await fromScratch(scope);
        expect(
          await eitherWay(
            scope,
            sql`select customer_id, day, segment from scratch`,
            sql`select m.customer_id, d::date, m.segment from membership m
            join generate_series(${plus(FIRST_DAY, BEGIN)}::date, ${scope.today}::date, interval '1 day') d
              on m.from_day <= d::date and (m.to_day is null or m.to_day > d::date)
            where m.replaced_at is null`,
          ),
        ).toEqual([0, 0]);
        const twice = sql`select 1 from membership a join membership b using (customer_id, segment)
        where a.replaced_at is null and b.replaced_at is null and a.to_day = b.from_day`;
        expect(await count(scope, twice)).toBe(0);
        expect(await count(scope, sql`select from membership where replaced_at is not null`)).toBeGreaterThan(5);
        const columns = sql`select ${stateColumns()} from`;
        await scope.db.execute(sql`create temp table daily on commit drop as ${columns} customer_state`);
        const model = inForceOn(await modelsInForce(scope, scope.today), scope.today);
        if (!model) throw new Error("no model");
        // A row that a later day or model leaves as it is keeps those it was drawn with.
        await scope.db.execute(
          sql`update daily set as_of = ${scope.today}::date, model_id = ${model.rhythm.modelId}::bigint`,
        );
        await writeStates(scope, model.rhythm);
        expect(await eitherWay(scope, sql`${columns} daily`, sql`${columns} customer_state`)).toEqual([0, 0]);
        expect(await count(scope, sql`select from daily`)).toBeGreaterThan(300);
      });
    },
  );
});
