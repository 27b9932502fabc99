import { group } from "d3-array";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { FIRST_DAY, plus, testRetailer } from "../customers/test-retailer";
import type { Scope } from "../scope";
import { pAlive, returnProbability } from "../stats/bg-nbd-predict";
import { dueTime, lostAfter } from "../stats/due-time";
import { namedSegment } from "../stats/portrait";
import { settingsOf } from "../workspaces/settings";
import { fitRhythm } from "./fit-rhythm";
import { lostOn, portraitAsOf, returnWithin } from "./portrait";
import { type Rhythm, thresholdsOf } from "./rhythm";
import { writeStates } from "./write-states";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

interface Row extends Record<string, unknown> {
  customer_id: string;
  first_day: string;
  last_day: string;
  x: number;
  p_alive: number;
  p: number;
  due: number;
  segment: string;
  lost_on: string;
  n_365: string;
  value_365: number;
  products: string;
  season_share: number;
}

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

describe("the portrait in SQL equals the pure functions row by row", () => {
  it.each(seeds)("seed %i: P(alive), return probability, due time, lost day, segment, year's sums", async (seed) => {
    const retailer = await testRetailer(database, { seed, customers: 700, days: 900 });
    await retailer.derive();
    await retailer.inScope(async (scope) => {
      const asOf = plus(FIRST_DAY, 700 + seed * 7);
      const rhythm = await fitRhythm(scope, asOf);
      const settings = settingsOf(scope.workspace);
      const thresholds = thresholdsOf(settings, rhythm);
      const rows = await scope.db.execute<Row>(sql`
        with ${portraitAsOf(scope.workspaceId, asOf, rhythm, { dueCap: settings.dueCap, thresholds })}
        select *, ${returnWithin(56)} as p, ${lostOn(thresholds)} as lost_on from portrait`);
      const expected = await pureRows(scope, asOf, rhythm);
      expect(rows.length).toBe(expected.size);
      expect(rhythm.refusal).toBeNull();
      for (const row of rows) {
        const pure = expected.get(Number(row.customer_id));
        expect(row).toMatchObject({ segment: pure?.segment, x: pure?.x, lost_on: pure?.lostOn });
        expect(Number(row.n_365)).toBe(pure?.n365);
        expect(row.value_365).toBe(pure?.value365);
        expect(Number(row.products)).toBe(pure?.products);
        expect(row.season_share).toBeCloseTo(pure?.seasonShare ?? Number.NaN, 12);
        expect(row.p_alive).toBeCloseTo(pure?.alive ?? Number.NaN, 10);
        expect(row.p).toBeCloseTo(pure?.p ?? Number.NaN, 10);
        expect(row.due).toBeCloseTo(pure?.due ?? Number.NaN, 8);
      }
    });
  });
});

/** The same from the lines, customer by customer, without SQL's arithmetic. */
async function pureRows(scope: Scope, asOf: string, rhythm: Rhythm) {
  const settings = settingsOf(scope.workspace);
  const thresholds = thresholdsOf(settings, rhythm);
  const lines = await scope.db.execute<{
    customer_id: string;
    day: string;
    channel: string;
    product_id: string;
    amount_minor: string;
    counts: boolean;
  }>(sql`
    select l.customer_id, l.day, l.channel, l.product_id, l.amount_minor, l.kind = 'sale' and l.quantity > 0 and p.merchandise as counts
    from purchase_line l join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
    join customer c on c.workspace_id = l.workspace_id and c.customer_id = l.customer_id and c.kind = 'person'
    where l.day <= ${asOf}::date`);
  const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  const now = number(asOf);
  const result = new Map<number, ReturnType<typeof person>>();
  const people = group(lines, (line) => Number(line.customer_id));
  const person = (own: (typeof lines)[number][]) => {
    const sales = own.filter((line) => line.counts);
    const days = [...new Set(sales.map((line) => number(line.day)))].sort((l, r) => l - r);
    const [first = 0] = days;
    const last = days.at(-1) ?? 0;
    const [x, tx, T] = [days.length - 1, last - first, now - first];
    const inShop = sales.some((line) => number(line.day) === first && line.channel === "store");
    const { parameters, gapQuantile } = rhythm.groups[inShop ? "store" : "distance"];
    if (!parameters) throw new Error("no fit");
    const options = { gapQuantile, cap: settings.dueCap };
    const year = days.filter((day) => now - day < 365);
    const gaps = days
      .slice(1)
      .map((day, i) => day - (days[i] ?? 0))
      .sort((l, r) => l - r);
    const middle =
      gaps.length === 0
        ? null
        : ((gaps[Math.floor((gaps.length - 1) / 2)] ?? 0) + (gaps[Math.ceil((gaps.length - 1) / 2)] ?? 0)) / 2;
    const due = dueTime(parameters, x, tx, options);
    const value365 = own
      .filter((line) => now - number(line.day) < 365)
      .reduce((sum, line) => sum + Number(line.amount_minor), 0);
    const alive = pAlive(parameters, x, tx, T);
    const active = [0, 1, 2, 3].every((k) => days.some((day) => Math.floor((now - day) / 91) === k));
    const portrait = {
      occasions: days.length,
      daysSinceFirst: T,
      daysSinceLast: T - tx,
      due,
      pAlive: alive,
      browsed365: null,
      value365,
      occasions365: year.length,
      medianGap: middle,
      activeEachQuarter: active,
    };
    return {
      x,
      n365: year.length,
      value365,
      products: new Set(sales.map((line) => line.product_id)).size,
      seasonShare: year.filter((day) => now + 1 - day >= 274 && now + 1 - day <= 364).length / Math.max(1, year.length),
      alive,
      p: returnProbability(parameters, x, tx, T, 56),
      due,
      lostOn: plus("1970-01-01", first + 1 + Math.floor(lostAfter(parameters, x, tx, options))),
      segment: namedSegment(portrait, thresholds),
    };
  };
  for (const [id, own] of people) if (own.some((line) => line.counts)) result.set(id, person(own));
  return result;
}

describe("the state of customers", () => {
  it("is the portrait as of today; written twice it is the same", async () => {
    const retailer = await testRetailer(database, { seed: 99, customers: 500, days: 800 });
    const read = async (scope: Scope) => {
      await writeStates(scope, await fitRhythm(scope, scope.today));
      return scope.db.execute<{ n: string; sum: string }>(sql`
        select count(*) as n, md5(string_agg((customer_id, first_day, last_day, x, segment, due_on, lost_on, main_store_id)::text, ';' order by customer_id)) as sum
        from customer_state`);
    };
    await retailer.derive();
    const once = await retailer.inScope(read);
    expect(await retailer.inScope(read)).toEqual(once);
    expect(Number(once[0]?.n)).toBeGreaterThan(400);
  });
});
