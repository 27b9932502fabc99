import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { cancelChange } from "../../changes/cancel-change";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { deriveAlone, deriveVisits } from "../../customers/derive-visits";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { changeRule } from "../change-rule";
import { openChange } from "../cohort/open-change";
import { findCohort } from "../cohort/open-cohort";
import { daysBetween } from "../days";
import { drawUpList } from "../list/draw-up-list";
import { advanceChange } from "../monitors/advance-change";
import { goWithoutPlacebos } from "../placebos/awaits-placebos";
import { followingOf } from "../queries";
import { readChange } from "../reading/read-change";
import { countChange } from "./count-change";
import { bitsOf, frozenOf, laterOf, maskOf, splitsOf } from "./splits";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const START = 480;
/** The day before the watch may be over. */
const LAST = START + 88;
/** In the middle of the second round. */
const LATER = START + 40;
const at = (day: number) => plus(FIRST_DAY, day);

/** Ten shops; of those due at the first one six in seven stay away from the later day on. */
const openRetailer = async (seed: number, from = LATER, customers = 3000) => {
  const options = { seed, customers, days: LAST + 1, stores: 11 };
  const retailer = await testRetailer(database, { ...options, loss: { store: 0, from, share: 0.85 } });
  await retailer.derive();
  await retailer.inScope(async (scope) => {
    await writeStates(scope, await fitRhythm(scope, at(START - 1)));
  }, at(START));
  return retailer;
};

const record = (retailer: TestRetailer, stores: readonly number[], day: number, staggered: readonly number[] = []) =>
  retailer.inScope(async (scope) => {
    const shops = [
      ...stores.map((i) => ({ id: retailer.stores[i] ?? 0 })),
      ...staggered.map((i) => ({ id: retailer.stores[i] ?? 0, startOn: at(day + 25) })),
    ];
    const fields = changeFields.parse({
      ...{ title: `Shops ${stores.join()}`, moved: "store", kind: "moved", start: at(day), scope: { stores: shops } },
    });
    return (await recordChange(scope, { ...fields, as: "recorded" })).id;
  }, at(day));

/** A night's steps of one change, as the jobs take them; its alarms do not wait for placebo changes. */
const night = (retailer: TestRetailer, id: number, day: number) =>
  retailer.inScope(async (scope) => {
    await openChange(scope, id);
    const counted = await countChange(scope, id);
    await goWithoutPlacebos(scope, id);
    const advanced = await advanceChange(scope, id);
    await readChange(scope, id);
    await drawUpList(scope);
    return { ...counted?.counts, ...advanced?.counts };
  }, at(day));

const cohortOf = async (scope: Scope, id: number) => {
  const found = await findCohort(scope, await changeRule(scope, id));
  if (!found) throw new Error("no cohort");
  return found;
};

interface Member {
  stratum: number;
  later: number;
  exposed: boolean;
  intense: boolean;
  day0: string;
  out: string | null;
  came: Set<string>;
}

async function membersOf(scope: Scope): Promise<Member[]> {
  const rows = await scope.db.execute<Omit<Member, "came"> & { came: string[] }>(sql`
    select m.stratum, m.later::int as later, m.arm = 'exposed' as exposed, m.intense, m.day0, m.censored_on as out,
      array(select v.day::text from visit v where v.customer_id = m.customer_id and v.occasion and v.day between m.day0 and ${scope.today}::date
        and (m.censored_on is null or v.day < m.censored_on)) as came
    from cohort_member m where m.arm in ('exposed', 'twin') and m.day0 <= ${scope.today}::date`);
  return rows.map((row) => ({ ...row, came: new Set(row.came) }));
}

type Cells = Map<string, [n1: number, n0: number, y1: number, y0: number]>;

/** Everybody on every day, one by one: at risk in the cell where they stand that morning until they came in the round. */
function countOneByOne(
  members: readonly Member[],
  cellOf: (member: Member, day: string) => number,
  options: Options,
): Cells {
  const cells: Cells = new Map();
  for (const member of members) {
    const done = new Set<number>();
    for (let day = member.day0; day <= options.through; day = plus(day, 1)) {
      if (member.out !== null && day >= member.out) break;
      const came = member.came.has(day);
      const round = Math.floor(daysBetween(member.day0, day) / options.roundDays) + 1;
      for (const each of [0, round]) {
        if (done.has(each)) continue;
        const key = `${each} ${cellOf(member, day)} ${day}`;
        const cell = cells.get(key) ?? [0, 0, 0, 0];
        cells.set(key, cell);
        cell[member.exposed ? 0 : 1] += 1;
        if (!came) continue;
        cell[member.exposed ? 2 : 3] += 1;
        done.add(each);
      }
    }
  }
  return new Map([...cells].filter(([, [, , y1, y0]]) => y1 + y0 > 0));
}

interface Options {
  through: string;
  roundDays: number;
}

async function countedOf(scope: Scope, part: number): Promise<Cells> {
  const rows = await scope.db.execute<Record<"n1" | "n0" | "y1" | "y0", number> & { key: string }>(sql`
    select concat_ws(' ', round, stratum, day) as key, risk_exposed as n1, risk_twin as n0, events_exposed as y1, events_twin as y0
    from stratum_day where part = ${part}::int`);
  return new Map(rows.map(({ key, n1, n0, y1, y0 }) => [key, [n1, n0, y1, y0]]));
}

const sorted = (cells: Cells) => [...cells].sort(([left], [right]) => (left < right ? -1 : 1));

describe("a change begun later", () => {
  it.each([
    [1, []],
    [2, [4]],
  ])("seed %i, staggered %j: every cell of every day is what counting one by one gives", async (seed, staggered) => {
    const retailer = await openRetailer(820 + seed);
    const id = await record(retailer, [0, 1, 2, 3], START, staggered);
    await night(retailer, id, LATER - 1);
    const before = await retailer.inScope((scope) => countedOf(scope, 0), at(LATER - 1));
    const other = await record(retailer, [0], LATER);
    await night(retailer, id, LATER - 1);
    expect(sorted(await retailer.inScope((scope) => countedOf(scope, 0), at(LATER - 1)))).toEqual(sorted(before));
    const nights = [await night(retailer, id, LATER), await night(retailer, id, LATER + 1)];
    await moveRows(retailer, LATER);
    for (const day of [LATER + 20, LATER + 40]) nights.push(await night(retailer, id, day));
    await moveRows(retailer, LATER + 35);
    nights.push(await night(retailer, id, LATER + 48));
    expect(nights.map(({ anew }) => anew)).toEqual([1, 0, 0, 0, 0]);
    expect(nights.map(({ rewound }) => rewound)).toEqual([0, 0, 1, 0, 1]);
    await retailer.inScope(
      async (scope) => {
        const cohort = await cohortOf(scope, id);
        const [split] = splitsOf(cohort);
        expect(split).toMatchObject({ changeId: other, from: at(LATER), place: 0 });
        const members = await membersOf(scope);
        const kinds = [0, 1, 2].map((kind) => members.filter(({ later }) => later === kind).length);
        expect(Math.min(...kinds)).toBeGreaterThan(20);
        const cellOf = ({ stratum, later }: Member, day: string) =>
          day >= at(LATER) ? stratum + 2 ** 24 * (later & maskOf({ place: 0 })) : stratum;
        const options = { through: scope.today, roundDays: cohort.roundDays };
        const counted = await countedOf(scope, 0);
        expect(sorted(counted)).toEqual(sorted(countOneByOne(members, cellOf, options)));
        const intense = members.filter((member) => member.intense);
        expect(sorted(await countedOf(scope, 1))).toEqual(sorted(countOneByOne(intense, cellOf, options)));
        const whole = (member: Member) => member.stratum + 2 ** 24 * member.later;
        expect(sorted(await countedOf(scope, 2))).toEqual(sorted(countOneByOne(members, whole, options)));
        const earlier = [...counted].filter(([key]) => (key.split(" ")[2] ?? "") < at(LATER));
        expect(earlier.every(([key]) => bitsOf(Number(key.split(" ")[1])) === 0)).toBe(true);
        const strata = new Set(cohort.strata.map(({ stratum }) => stratum));
        expect([...counted.keys()].every((key) => strata.has(frozenOf(Number(key.split(" ")[1]))))).toBe(true);
        await expectFlags(scope, retailer);
      },
      at(LATER + 48),
    );
  });
});

/** Purchases that come late, and some that are taken back, of members on days about `day`; then derived. */
async function moveRows(
  { workspaceId, stores, products, sourceId, inScope }: TestRetailer,
  day: number,
): Promise<void> {
  const { sql: owner } = database.owner;
  await owner`
    insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id, product_id,
      channel, fulfilment, kind, quantity, amount_minor, batch_id)
    select ${workspaceId}, customer_id, ${sourceId}, decode(lpad(to_hex(customer_id * 1000 + ${day}), 32, 'e'), 'hex'),
      -customer_id * 1000 - ${day}, d, d, 600, ${stores[1] ?? 0}, ${products[0] ?? 0}, 'store', 'store', 'sale', 1, 100, 1
    from (
      select customer_id, ${at(day)}::date - 14 + (hashint8(customer_id) & 15) as d from cohort_member
      where workspace_id = ${workspaceId} and arm in ('exposed', 'twin') order by hashint8(customer_id + ${day}) limit 60
    ) m`;
  await owner`
    delete from purchase_line where workspace_id = ${workspaceId} and (customer_id, day) in (
      select l.customer_id, l.day from purchase_line l join cohort_member m on m.workspace_id = l.workspace_id and m.customer_id = l.customer_id
      where l.workspace_id = ${workspaceId} and m.arm in ('exposed', 'twin') and l.day between ${at(day - 12)} and ${at(day)}
      order by hashint8(l.customer_id * 31), l.day limit 40)`;
  await owner`
    insert into touched_customer (workspace_id, customer_id, from_day)
    select workspace_id, customer_id, '2024-01-01' from customer where workspace_id = ${workspaceId} on conflict do nothing`;
  await inScope(async (scope) => {
    await deriveAlone(scope);
    await deriveVisits(scope);
  });
}

/** Who bought in the other's shop in the year before their own day 0, and who did so on at least half of their days. */
async function expectFlags(scope: Scope, retailer: TestRetailer): Promise<void> {
  const odd = await scope.db.execute(sql`
    select * from (
      select m.later, m.day0, (select count(distinct v.day) filter (where v.store_id = ${retailer.stores[0] ?? 0})::float8
          / greatest(1, count(distinct v.day)) from visit v
        where v.customer_id = m.customer_id and v.sale_lines > 0 and v.day between m.day0 - 365 and m.day0 - 1) as share
      from cohort_member m where m.arm in ('exposed', 'twin')
    ) s where later <> case when share = 0 or day0 > ${at(LATER)}::date then 0 when share < 0.5 then 1 else 2 end limit 3`);
  expect([...odd]).toEqual([]);
}

describe("the loss of a later change", () => {
  it("is no evidence against an earlier one; where its people are not kept apart it is", async () => {
    const begins = START + 10;
    const retailer = await openRetailer(831, begins, 6000);
    const id = await record(retailer, [0, 1, 2, 3], START);
    await night(retailer, id, LAST);
    const alone = await retailer.inScope((scope) => followingOf(scope, id), at(LAST));
    const other = await record(retailer, [0], begins);
    expect(await night(retailer, id, LAST)).toMatchObject({ anew: 1, rewound: 1, moved: expect.any(Number) });
    const split = await retailer.inScope((scope) => followingOf(scope, id), at(LAST));
    if (alone.kind !== "read" || split.kind !== "read") throw new Error("not read");
    expect(split.verdict?.alarm?.logE).toBeLessThan(0);
    expect(alone.verdict?.alarm?.logE).toBeGreaterThan(2);
    const rate = (page: typeof split) => (page.followRate?.rate.kind === "rate" ? page.followRate.rate.ratio : 0);
    expect(rate(split)).toBeGreaterThan(rate(alone) + 0.05);
    expect(alone.how.later).toEqual([]);
    expect(split.how.later).toMatchObject([{ changeId: other, from: at(begins), apart: true, title: "Shops 0" }]);
    await retailer.inScope((scope) => cancelChange(scope, { id: other, reason: "never happened" }), at(LAST));
    expect(await night(retailer, id, LAST)).toMatchObject({ anew: 1 });
    const after = await retailer.inScope((scope) => followingOf(scope, id), at(LAST));
    if (after.kind !== "read") throw new Error("not read");
    expect(after.verdict?.alarm?.logE).toBeCloseTo(alone.verdict?.alarm?.logE ?? 0, 9);
    expect(rate(after)).toBeCloseTo(rate(alone), 9);
  });

  it("at the same shop cannot be told apart: the evidence stays as it was the day before, and the verdict says why", async () => {
    const retailer = await openRetailer(832);
    const id = await record(retailer, [0, 1], START);
    await night(retailer, id, LATER - 1);
    const other = await record(retailer, [0, 1], LATER);
    await night(retailer, id, LAST);
    await retailer.inScope(async (scope) => {
      const cohort = await cohortOf(scope, id);
      expect(laterOf(cohort)?.alone).toEqual({ changeId: other, from: at(LATER) });
      expect(cohort.countedThrough).toBe(at(LAST));
      const [advanced] = await scope.db.execute(sql`select distinct advanced_to::text as day from monitor`);
      expect(advanced).toEqual({ day: at(LATER - 1) });
      const page = await followingOf(scope, id);
      if (page.kind !== "read") throw new Error("not read");
      expect(page.verdict).toMatchObject({ word: "not measurable", reason: "another change since" });
      expect(page.verdict?.params).toEqual({ mixedFrom: at(LATER) });
      expect(page.how.later).toMatchObject([{ changeId: other, apart: false }]);
    }, at(LAST));
  });

  it("a change to a shop where hardly anybody of either arm buys is no matter", async () => {
    const retailer = await openRetailer(833);
    const id = await record(retailer, [1], START);
    await record(retailer, [10], LATER);
    await night(retailer, id, LATER + 30);
    await retailer.inScope(
      async (scope) => {
        const later = laterOf(await cohortOf(scope, id));
        expect(later?.looked).toHaveLength(1);
        expect(
          Math.max(0, ...(later?.changes ?? []).map(({ exposed, twins }) => Math.max(exposed, twins))),
        ).toBeLessThan(1);
      },
      at(LATER + 30),
    );
  });
});
