import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { deriveAlone, deriveVisits } from "../../customers/derive-visits";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { type Random, seededRandom } from "../../stats/random";
import { openChange } from "../cohort/open-change";
import { readChange } from "../reading/read-change";
import { countChange } from "./count-change";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const START = 480;
const LAST = 575;
const at = (day: number) => plus(FIRST_DAY, day);

interface Life {
  retailer: TestRetailer;
  changeId: number;
  random: Random;
  /** Rows added by hand so far. */
  added: number;
}

/** A retailer with a shop that moved on day 480, a second one 25 days later where the seed is even. */
async function begin(seed: number): Promise<Life> {
  const retailer = await testRetailer(database, { seed: 900 + seed, customers: 1500, days: LAST + 1, stores: 8 });
  await retailer.derive();
  const changeId = await retailer.inScope(async (scope) => {
    await fitRhythm(scope, at(START - 1));
    const second = seed % 2 === 0 ? [{ id: retailer.stores[1] ?? 0, startOn: at(START + 25) }] : [];
    const fields = changeFields.parse({
      ...{ title: "A shop moved", moved: "store", kind: "moved", start: at(START) },
      scope: { stores: [{ id: retailer.stores[0] ?? 0 }, ...second] },
    });
    return (await recordChange(scope, { ...fields, as: "recorded" })).id;
  }, at(START));
  return { retailer, changeId, random: seededRandom(seed), added: 0 };
}

/** Opens, counts and reads the change on a day, in a transaction of its own. */
async function live({ retailer, changeId }: Life, day: number): Promise<Record<string, number>> {
  return retailer.inScope(async (scope) => {
    await openChange(scope, changeId);
    const counted = await countChange(scope, changeId);
    const read = await readChange(scope, changeId);
    return { ...counted?.counts, ...read?.counts };
  }, at(day));
}

/** Late rows, corrections that take a purchase away, and what they touch; then derived. */
async function moveRows(life: Life, before: number, from = START - 20): Promise<void> {
  const { retailer, random } = life;
  const { workspaceId, stores, products, sourceId } = retailer;
  const { sql: owner } = database.owner;
  const people = await owner<{ id: string }[]>`
    select customer_id as id from cohort_member where workspace_id = ${workspaceId} and arm in ('exposed', 'twin') order by 1`;
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  for (let i = 0; i < 12; i += 1) {
    const id = pick(people)?.id ?? "0";
    const day = at(from + Math.floor(random() * (before - from)));
    life.added += 1;
    await owner`
      insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id, product_id,
        channel, fulfilment, kind, quantity, amount_minor, batch_id)
      values (${workspaceId}, ${id}, ${sourceId}, decode(lpad(to_hex(${life.added}::int), 32, 'f'), 'hex'), ${-life.added},
        ${day}::date, ${day}, 600, ${pick(stores) ?? 0}, ${products[0] ?? 0}, 'store', 'store', 'sale', 1, 100, 1)`;
  }
  const gone = await owner<{ customer_id: string }[]>`
    delete from purchase_line where (customer_id, day) in (
      select l.customer_id, l.day from purchase_line l join cohort_member m on m.workspace_id = l.workspace_id and m.customer_id = l.customer_id
      where l.workspace_id = ${workspaceId} and m.arm in ('exposed', 'twin') and l.day between ${at(Math.max(START, from))} and ${at(before)}
      order by hashint8(l.customer_id * 31 + ${life.added}), l.day limit 8)
    returning customer_id`;
  expect(gone.length > 0).toBe(before >= START);
  await derive(life);
}

/** Days of a shop whose data never came, though its visits stay where they are; the day after came in, where there is one. */
async function miss({ retailer }: Life, { shop, from, to }: { shop: number; from: number; to: number }): Promise<void> {
  const { workspaceId, stores } = retailer;
  const store = stores[shop] ?? 0;
  await database.owner.sql`
    insert into store_day (workspace_id, store_id, day, status, lines)
    select ${workspaceId}, ${store}, g::date, 'missing', 0 from generate_series(${at(from)}::timestamp, ${at(to)}::timestamp, '1 day') g`;
  if (to < LAST)
    await database.owner.sql`
      insert into store_day (workspace_id, store_id, day, status, lines) values (${workspaceId}, ${store}, ${at(to + 1)}, 'open', 12)`;
}

/** Everybody is looked at: only what differs moves. */
async function derive({ retailer }: Life): Promise<void> {
  const { workspaceId } = retailer;
  await database.owner.sql`
    insert into touched_customer (workspace_id, customer_id, from_day)
    select workspace_id, customer_id, '2024-01-01' from customer where workspace_id = ${workspaceId} on conflict do nothing`;
  await retailer.inScope(async (scope) => {
    await deriveAlone(scope);
    await deriveVisits(scope);
  });
}

/** Joins a member into another member or into somebody outside; later parts the first of those joined. */
async function join(life: Life, day: number): Promise<void> {
  const { sql: owner } = database.owner;
  const { workspaceId } = life.retailer;
  const members = await owner<{ id: string }[]>`
    select customer_id as id from cohort_member where workspace_id = ${workspaceId} and arm in ('exposed', 'twin')
      and customer_id not in (select from_customer from customer_join where workspace_id = ${workspaceId}) order by hashint8(customer_id)`;
  const outside = await owner<{ id: string }[]>`
    select customer_id as id from customer c where workspace_id = ${workspaceId} and kind = 'person' and not exists (
      select from cohort_member m where m.workspace_id = c.workspace_id and m.customer_id = c.customer_id) order by hashint8(customer_id)`;
  const someone = () => members[Math.floor(life.random() * members.length)]?.id;
  const pairs = [
    [someone(), someone()],
    [someone(), outside[Math.floor(life.random() * outside.length)]?.id],
    [outside[Math.floor(life.random() * outside.length)]?.id, someone()],
  ];
  for (const [from, into] of pairs) {
    if (!from || !into || from === into) continue;
    const joined = await owner`
      insert into customer_join (workspace_id, from_customer, into_customer, state, reason, proposed_at, joined_on)
      select ${workspaceId}, ${from}, ${into}, 'joined', 'by_hand', now(), ${at(day + 3)}
      where not exists (select from customer_join where workspace_id = ${workspaceId}
        and (from_customer in (${from}, ${into}) or into_customer in (${from}, ${into}))) returning id`;
    if (joined.length > 0)
      await owner`update purchase_line set customer_id = ${into} where workspace_id = ${workspaceId} and customer_id = ${from}`;
  }
  await owner`update customer_join set state = 'parted' where workspace_id = ${workspaceId} and id = (
    select id from customer_join where workspace_id = ${workspaceId} and state = 'joined' order by id limit 1)
    and (select count(*) from customer_join where workspace_id = ${workspaceId}) > 4`;
}

/** What differs between the days as they stand and as they are counted from the start, in one transaction that is rolled back. */
async function differences({ retailer, changeId }: Life, day: number): Promise<{ rows: number; only: unknown[] }> {
  const found: { rows: number; only: unknown[] } = { rows: 0, only: [] };
  await retailer
    .inScope(async (scope) => {
      await scope.db.execute(sql`create temp table stood on commit drop as ${counted(scope)}`);
      await scope.db.execute(sql`create temp table watched_so on commit drop as ${watched(scope)}`);
      await scope.db.execute(sql`create temp table weeks_so on commit drop as ${weeks(scope)}`);
      await scope.db.execute(sql`create temp table hidden_so on commit drop as ${hidden(scope)}`);
      await scope.db.execute(sql`update cohort set counted_with = null`);
      expect((await countChange(scope, changeId))?.counts?.anew).toBe(1);
      found.only = [...(await readAnew(scope, changeId))];
      found.rows = Number((await scope.db.execute(sql`select count(*) as n from stood`))[0]?.n);
      found.only.push(
        ...(await scope.db.execute(sql`(select 'stood', * from stood except select 'stood', * from (${counted(scope)}) c)
          union all (select 'anew', * from (${counted(scope)}) c except select 'anew', * from stood) limit 5`)),
        ...(await scope.db.execute(sql`(select 'stood', * from watched_so except select 'stood', * from (${watched(scope)}) c)
          union all (select 'anew', * from (${watched(scope)}) c except select 'anew', * from watched_so) limit 5`)),
      );
      found.only.push(
        ...(await scope.db.execute(sql`(select 'stood', * from weeks_so except select 'stood', * from (${weeks(scope)}) c)
          union all (select 'anew', * from (${weeks(scope)}) c except select 'anew', * from weeks_so) limit 5`)),
        ...(await scope.db.execute(sql`(select 'stood', * from hidden_so except select 'stood', * from (${hidden(scope)}) c)
          union all (select 'anew', * from (${hidden(scope)}) c except select 'anew', * from hidden_so) limit 5`)),
      );
      throw new Rollback();
    }, at(day))
    .catch(rolledBack);
  return found;
}

/** What is written when everything is read from the start: nothing, where the readings that stand are right. */
async function readAnew(scope: Scope, changeId: number) {
  await scope.db.execute(sql`create temp table read_so on commit drop as ${readings(scope)}`);
  await scope.db.execute(sql`update cohort set read_with = null`);
  expect((await readChange(scope, changeId))?.counts?.lookedUp).toBe(1);
  return scope.db.execute(sql`
    select 'anew' as side, r.method, r.slice, r.as_of, r.parts - 'points' as parts,
      (select s.parts - 'points' from read_so s where (s.method, s.slice) = (r.method, r.slice) order by s.as_of desc, s.known_at desc limit 1)
    from (${readings(scope)} except select * from read_so) r limit 5`);
}

const readings = ({ workspaceId }: Scope) => sql`
  select method, slice, as_of, known_at, parts from reading where workspace_id = ${workspaceId}`;
const counted = ({ workspaceId }: Scope) => sql`
  select part, round, stratum, day, risk_exposed, risk_twin, events_exposed, events_twin from stratum_day where workspace_id = ${workspaceId}`;
const watched = ({ workspaceId }: Scope) => sql`
  select part, round, stratum, day, exposed, twins from stratum_watch where workspace_id = ${workspaceId}`;
const hidden = ({ workspaceId }: Scope) => sql`
  select part, round, stratum, day, exposed, twins from stratum_hidden where workspace_id = ${workspaceId}`;
const weeks = ({ workspaceId }: Scope) => sql`
  select week, stratum, exposed, twins from stratum_week where workspace_id = ${workspaceId}`;

class Rollback extends Error {}
function rolledBack(error: unknown): void {
  if (!(error instanceof Rollback)) throw error;
}

describe("days counted and figures read as they come are those made from the start", () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))("seed %i", async (seed) => {
    const life = await begin(seed);
    const modes: Record<string, number>[] = [];
    for (let day = START + 2 + (seed % 5); day < LAST; day += 8 + Math.floor(20 * life.random())) {
      modes.push(await live(life, day));
      await moveRows(life, day);
      if (seed % 3 !== 0) await join(life, day);
      if (modes.length % 4 === 1) await derive(life);
      modes.push(await live(life, day));
      expect(await differences(life, day)).toMatchObject({ only: [] });
      await derive(life);
    }
    modes.push(await live(life, LAST));
    const { rows, only } = await differences(life, LAST);
    expect(only).toEqual([]);
    expect(rows).toBeGreaterThan(100);
    expect(modes.filter(({ anew }) => anew === 1).length).toBeLessThanOrEqual(2);
    expect(modes.filter(({ rewound }) => rewound === 1).length).toBeGreaterThan(2);
    expect(await live(life, LAST)).toMatchObject({ anew: 0, lookedUp: 0 });
  });

  it("a moved day that was lost is noticed", async () => {
    const life = await begin(31);
    await live(life, START + 40);
    await moveRows(life, START + 40);
    const gone = await database.owner.sql`
      delete from visit_moved v using cohort_member m where v.workspace_id = ${life.retailer.workspaceId}
        and m.workspace_id = v.workspace_id and m.customer_id = v.customer_id and m.arm in ('exposed', 'twin')
        and v.after and not v.before and v.day >= m.day0 and not exists (
          select from visit p where p.workspace_id = v.workspace_id and p.customer_id = v.customer_id and p.occasion
            and p.day >= m.day0 and p.day < v.day)
      returning v.customer_id`;
    expect(gone.length).toBeGreaterThan(0);
    expect((await live(life, START + 40)).anew).toBe(0);
    expect((await differences(life, START + 40)).only).not.toEqual([]);
  });

  it.each([41, 42, 43, 44, 45, 46])("seed %i: with a gap that lasts and a silent shop too", async (seed) => {
    const life = await begin(seed);
    const { random, retailer } = life;
    const gap = START + 3 + Math.floor(12 * random());
    await miss(life, { shop: seed % 3, from: gap, to: gap + Math.floor(4 * random()) });
    await miss(life, { shop: 3, from: START + 8, to: START + 9 });
    if (seed % 2 === 0) await miss(life, { shop: 4, from: START + 20, to: LAST });
    const modes: Record<string, number>[] = [];
    for (let day = START + 40 + (seed % 5); day < LAST; day += 9 + Math.floor(12 * random())) {
      modes.push(await live(life, day));
      await moveRows(life, day, START + (seed % 2 === 0 ? 26 : 0));
      if (seed % 3 === 0 && modes.length === 3) await join(life, day);
      modes.push(await live(life, day));
      expect(await differences(life, day)).toMatchObject({ only: [] });
    }
    const kept = await database.owner.sql`
      select count(*)::int as n, count(distinct day)::int as days from stratum_hidden where workspace_id = ${retailer.workspaceId}`;
    expect(kept[0]?.n).toBeGreaterThan(20);
    expect(modes.filter(({ rewound }) => rewound === 1).length).toBeGreaterThan(2);
    expect(modes.filter(({ anew }) => anew === 1).length).toBeLessThanOrEqual(seed % 3 === 0 ? 3 : 2);
  });

  it("where a visit before day 0 moved, main stores are looked up again: all is counted from the start", async () => {
    const life = await begin(35);
    await miss(life, { shop: 0, from: START + 12, to: START + 12 });
    const said = [await live(life, START + 30), await live(life, START + 31)];
    await moveRows(life, START - 1, START - 20);
    said.push(await live(life, START + 32));
    expect((await differences(life, START + 32)).only).toEqual([]);
    expect(said.map(({ anew }) => anew)).toEqual([1, 0, 1]);
  });

  it("a gap counts from the start once, and so does the night on which its rows came", async () => {
    const life = await begin(33);
    const { workspaceId, stores } = life.retailer;
    const said = [await live(life, START + 30), await live(life, START + 31)];
    await database.owner.sql`insert into store_day (workspace_id, store_id, day, status, lines)
      values (${workspaceId}, ${stores[0] ?? 0}, ${at(START + 12)}, 'missing', 0), (${workspaceId}, ${stores[0] ?? 0}, ${at(START + 13)}, 'open', 9)`;
    for (const day of [32, 33]) {
      said.push(await live(life, START + day));
      expect((await differences(life, START + day)).only).toEqual([]);
    }
    await database.owner.sql`update store_day set status = 'open', lines = 9 where workspace_id = ${workspaceId}`;
    for (const day of [34, 35]) said.push(await live(life, START + day));
    expect((await differences(life, START + 35)).only).toEqual([]);
    expect(said.map(({ anew }) => anew)).toEqual([1, 0, 1, 0, 1, 0]);
  });
});
