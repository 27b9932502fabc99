import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { pAlive, returnProbability } from "../stats/bg-nbd-predict";
import { dueTime } from "../stats/due-time";
import type { Rhythm } from "./rhythm";
import { rhythmAsOf } from "./rhythm-as-of";
import { rhythmOfPerson } from "./rhythm-of-person";

let database: TestDatabase;
let retailer: TestRetailer;
let rhythm: Rhythm;
beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 83, customers: 1500, days: 500 });
  await retailer.derive();
  rhythm = await retailer.inScope((scope) => rhythmAsOf(scope, scope.today));
});
afterAll(() => database.drop());

const people = (having: string) =>
  retailer.inScope(async ({ db }) => {
    const rows = await db.execute<{ id: string }>(sql`
      select customer_id as id from visit where occasion group by customer_id
      having case ${having}::text when 'once' then count(*) = 1 else count(*) > 3 end order by customer_id limit 20`);
    return rows.map((row) => Number(row.id));
  });
const of = (id: number, on?: string) => retailer.inScope((scope) => rhythmOfPerson(scope, id), on);

describe("one person's rhythm", () => {
  it("is what the pure functions say of their x, t_x, T", async () => {
    for (const id of await people("often")) {
      const one = await of(id);
      const group = one?.model && rhythm.groups[one.model.group];
      if (!one?.forecast || !group?.parameters) throw new Error(`nothing is said of ${id}`);
      const { x, tx, tTotal } = one;
      expect(one.forecast.pAlive).toBeCloseTo(pAlive(group.parameters, x, tx, tTotal), 9);
      for (const { weeks, probability } of one.forecast.within) {
        expect(probability).toBeCloseTo(returnProbability(group.parameters, x, tx, tTotal, 7 * weeks), 9);
      }
      const due = dueTime(group.parameters, x, tx, { gapQuantile: group.gapQuantile });
      expect(one.forecast.dueDays).toBe(Math.ceil(due));
      expect(one.forecast.dueOn).toBe(plus(one.lastDay, Math.ceil(due)));
      expect(one.forecast.overdueIndex).toBeCloseTo(one.silent / due, 9);
    }
  });
  it("after one visit P(alive) is not shown, the return probability is", async () => {
    const [id = 0] = await people("once");
    const one = await of(id);
    expect(one?.x).toBe(0);
    expect(one?.forecast?.pAlive).toBeNull();
    expect(one?.forecast?.within.every(({ probability }) => probability > 0 && probability < 1)).toBe(true);
  });
  it("on a day before any fit: said so, and nothing is fitted for it; before the first visit: nobody", async () => {
    const [id = 0] = await people("often");
    const before = plus((await of(id))?.firstDay ?? FIRST_DAY, -1);
    expect(await of(id, before)).toBeNull();
    const then = await of(id, plus(retailer.lastDay, -1));
    expect([then?.forecast, then?.why?.why]).toEqual([null, "no model yet"]);
    const [models] = await database.owner.sql<{ n: number }[]>`select count(distinct fitted_on)::int as n from model`;
    expect(models?.n).toBe(1);
  });
});
