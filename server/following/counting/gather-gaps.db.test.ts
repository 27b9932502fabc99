import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { daysBetween } from "../days";
import { followChange } from "../follow-change";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const START = 400;
const LAST = 499;
const at = (day: number) => plus(FIRST_DAY, day);
let made = 0;

/** A retailer whose first shop moved on day 400 and of whose shops these days never came in. */
async function retailerWithout(gaps: { shop: number; from: number; to: number }[]): Promise<TestRetailer> {
  made += 1;
  const retailer = await testRetailer(database, { seed: 700 + made, customers: 2600, days: LAST + 1, stores: 8 });
  const { workspaceId, stores } = retailer;
  for (const { shop, from, to } of gaps) {
    const store = stores[shop] ?? 0;
    await database.owner.sql`
      delete from purchase_line where workspace_id = ${workspaceId} and store_id = ${store} and day between ${at(from)} and ${at(to)}`;
    await database.owner.sql`
      insert into store_day (workspace_id, store_id, day, status, lines)
      select ${workspaceId}, ${store}, g::date, 'missing', 0 from generate_series(${at(from)}::timestamp, ${at(to)}::timestamp, '1 day') g`;
    if (to < LAST)
      await database.owner.sql`
        insert into store_day (workspace_id, store_id, day, status, lines) values (${workspaceId}, ${store}, ${at(to + 1)}, 'open', 12)`;
  }
  await retailer.derive();
  return retailer;
}

async function record(retailer: TestRetailer): Promise<number> {
  return retailer.inScope(async (scope) => {
    await writeStates(scope, await fitRhythm(scope, scope.today));
    const fields = changeFields.parse({
      ...{ title: "A shop moved", moved: "store", kind: "moved", start: at(START) },
      scope: { stores: [{ id: retailer.stores[0] }] },
    });
    const { id } = await recordChange(scope, { ...fields, as: "recorded" });
    await scope.db.execute(sql`update change set recorded_on = start_planned where id = ${id}`);
    return id;
  });
}

async function follow(retailer: TestRetailer, id: number, on = at(LAST)) {
  return retailer.inScope(async (scope) => {
    const through = await followChange(scope, id);
    const [cohort] = await scope.db.execute<{ round_days: number }>(sql`select round_days from cohort`);
    const members = { all: await membersOf(scope), roundDays: cohort?.round_days ?? 0 };
    return { through, days: await counted(scope), members, alarms: await alarms(scope) };
  }, on);
}

const alarms = async (scope: Scope) =>
  Number((await scope.db.execute(sql`select count(*) as n from monitor where down_alarm_on is not null`))[0]?.n);

interface Member {
  customer_id: string;
  stratum: number;
  exposed: boolean;
  set: string;
  main: string;
  came: string[] | null;
}

async function membersOf(scope: Scope): Promise<Member[]> {
  const rows = await scope.db.execute<Record<keyof Member, never>>(sql`
    select m.customer_id, m.stratum, m.arm = 'exposed' as exposed, m.matched_set as set,
      (select v.store_id from visit v where v.customer_id = m.customer_id and v.sale_lines > 0 and v.day < m.day0 and v.day >= m.day0 - 365
       group by v.store_id order by count(distinct v.day) desc, v.store_id limit 1) as main,
      (select json_agg(distinct v.day order by v.day) from visit v
       where v.customer_id = m.customer_id and v.occasion and v.day >= m.day0) as came
    from cohort_member m where m.arm in ('exposed', 'twin')`);
  return [...rows];
}

async function counted(scope: Scope) {
  const rows = await scope.db.execute<Record<string, number> & { day: string }>(sql`
    select round, stratum, day, risk_exposed, risk_twin, events_exposed, events_twin from stratum_day where part = 0 order by round, stratum, day`);
  return [...rows];
}

/** Counted one by one: `left` by store = the first day out of the comparison, `blank` = days on which a store's customers' sets are unseen. */
function oneByOne(
  { all: members, roundDays }: { all: Member[]; roundDays: number },
  through: string,
  left: Map<string, string>,
  blank: Map<string, Set<string>>,
) {
  const unseen = new Map<string, Set<string>>();
  for (const { set, main } of members)
    unseen.set(set, new Set([...(unseen.get(set) ?? []), ...(blank.get(main) ?? [])]));
  const rows: Record<string, number | string>[] = [];
  const last = daysBetween(at(START), through);
  for (let round = 0; round <= Math.floor(last / roundDays) + 1; round++) {
    const opens = Math.max(0, round - 1) * roundDays;
    const closes = round === 0 ? last : Math.min(last, round * roundDays - 1);
    const people = members.map((member) => {
      const hidden = unseen.get(member.set) ?? new Set();
      const out = left.get(member.main) ?? "9999-12-31";
      const came = (member.came ?? []).filter((day) => day < out && day <= through && !hidden.has(day));
      return { ...member, hidden, out, first: came.find((day) => day >= plus(at(START), opens)) ?? "9999-12-31" };
    });
    for (let i = opens; i <= closes; i++) {
      const day = plus(at(START), i);
      const cells = new Map<number, Record<string, number>>();
      for (const { stratum, exposed, first, out, hidden } of people) {
        if (first < day || out <= day || hidden.has(day)) continue;
        const cell = cells.get(stratum) ?? { risk_exposed: 0, risk_twin: 0, events_exposed: 0, events_twin: 0 };
        cells.set(stratum, cell);
        const arm = exposed ? "exposed" : "twin";
        cell[`risk_${arm}`] = (cell[`risk_${arm}`] ?? 0) + 1;
        if (first === day) cell[`events_${arm}`] = (cell[`events_${arm}`] ?? 0) + 1;
      }
      for (const [stratum, cell] of cells)
        if ((cell.events_exposed ?? 0) + (cell.events_twin ?? 0) > 0) rows.push({ round, stratum, day, ...cell });
    }
  }
  return rows.sort(
    (a, b) =>
      Number(a.round) - Number(b.round) ||
      Number(a.stratum) - Number(b.stratum) ||
      String(a.day).localeCompare(String(b.day)),
  );
}

const range = (from: number, to: number) => new Set(Array.from({ length: to - from + 1 }, (_, i) => at(from + i)));

describe("missing days of a store in a comparison", () => {
  it("the changed shop two days late: the monitors wait, no alarm", async () => {
    const retailer = await retailerWithout([{ shop: 0, from: LAST - 1, to: LAST }]);
    const { through, alarms: rung } = await follow(retailer, await record(retailer));
    expect([through, rung]).toEqual([at(LAST - 2), 0]);
  });

  it("a gap that nobody filled is stepped over: on its days the store's customers and their matched sets are not at risk", async () => {
    const retailer = await retailerWithout([
      { shop: 0, from: 420, to: 422 },
      { shop: 3, from: 440, to: 446 },
    ]);
    const { through, days, members, alarms: rung } = await follow(retailer, await record(retailer));
    expect([through, rung]).toEqual([at(LAST), 0]);
    const blank = new Map([
      [String(retailer.stores[0]), range(420, 422)],
      [String(retailer.stores[3]), range(440, 446)],
    ]);
    expect(days.length).toBeGreaterThan(100);
    expect(days).toEqual(oneByOne(members, at(LAST), new Map(), blank));
  });

  it("a shop that fell silent is waited for; after 14 days its customers leave from the first silent day on, the others go on", async () => {
    const retailer = await retailerWithout([{ shop: 2, from: 450, to: LAST }]);
    const id = await record(retailer);
    const waiting = await follow(retailer, id, at(460));
    expect(waiting.through).toBe(at(449));
    const { through, days, members, alarms: rung } = await follow(retailer, id);
    expect([through, rung]).toEqual([at(LAST), 0]);
    const left = new Map([[String(retailer.stores[2]), at(450)]]);
    expect(members.all.filter(({ main }) => left.has(main)).length).toBeGreaterThan(20);
    expect(days).toEqual(oneByOne(members, at(LAST), left, new Map()));
    expect(days.filter(({ day }) => day <= at(449))).toEqual(waiting.days);
  });

  it("rows that come late mend it: followed again, all is counted as if no day had ever been missing", async () => {
    const retailer = await retailerWithout([]);
    const id = await record(retailer);
    const before = await follow(retailer, id);
    const { sql: owner } = database.owner;
    await owner`insert into store_day (workspace_id, store_id, day, status, lines)
      values (${retailer.workspaceId}, ${retailer.stores[1] ?? 0}, ${at(430)}, 'missing', 0),
        (${retailer.workspaceId}, ${retailer.stores[1] ?? 0}, ${at(431)}, 'open', 12)`;
    expect((await follow(retailer, id)).days).not.toEqual(before.days);
    await owner`update store_day set status = 'open', lines = 12 where workspace_id = ${retailer.workspaceId}`;
    expect((await follow(retailer, id)).days).toEqual(before.days);
  });
});
