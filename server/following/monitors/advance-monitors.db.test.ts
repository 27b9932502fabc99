import { group } from "d3-array";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { buildHouse, type House } from "../../changes/testing";
import type { Scope } from "../../scope";
import { advanceMonitor, evidenceOf, startMonitor } from "../../stats/monitor";
import { calibrate } from "../../stats/placebo-calibration";
import { seededRandom } from "../../stats/random";
import { addDays, dayNumber } from "../days";
import { monitorAsOf } from "../queries";
import { type Invented, inventCells, inventChange, night } from "../testing";
import { advanceChange } from "./advance-change";

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "monitors");
});
afterAll(() => database.drop());

const DAY_0 = "2026-03-02";
const own = (id: number) => sql`workspace_id = ${house.workspaceId} and change_id = ${id}::bigint`;
const set = (id: number, what: ReturnType<typeof sql>) =>
  database.owner.db.execute(sql`update cohort set ${what} where ${own(id)}`);

/** Days counted up to this many since day 0, and the monitors advanced over them. */
async function advance(id: number, day: number) {
  const through = addDays(DAY_0, day);
  await set(id, sql`counted_through = ${through}::date`);
  return night(database, house, through, (scope) => advanceChange(scope, id));
}

interface Row extends Record<string, unknown> {
  slice: string;
  day: string;
  down: number;
  up: number;
}

const rows = (id: number, more = sql``) =>
  database.owner.db.execute<Row>(sql`
    select m.slice, d.day::text as day, log_e_down as down, log_e_up as up, d.known_at::text as known_at
    from monitor m join monitor_day d on d.workspace_id = m.workspace_id and d.monitor_id = m.id
    where m.workspace_id = ${house.workspaceId} and m.change_id = ${id}::bigint ${more} order by m.slice, d.day, d.known_at`);

/** The pure monitor over the same cells, from `alarmFrom` on. */
function pure(invented: Invented, slice: string, alarmFrom = 0): Row[] {
  const keep = (stratum: number, part: number) =>
    slice === "intense"
      ? part === 1
      : part === 0 && (slice === "all" || (slice === "segment:regulars") === stratum < 3);
  const cells = inventCells(invented)
    .filter(({ part, stratum, day }) => keep(stratum, part) && day >= alarmFrom)
    .map(({ twins, ...cell }) => ({ ...cell, d: cell.o + twins }));
  const none = calibrate([]);
  const day0 = dayNumber(DAY_0);
  let state = startMonitor({ day0, roundDays: 28, rounds: 6, calibration: { first: none, rounds: none } });
  const days = [
    ...group(
      cells.filter(({ round }) => round !== 1),
      ({ day }) => day,
    ),
  ].sort(([a], [b]) => a - b);
  return days.map(([day, today]) => {
    state = advanceMonitor(state, day0 + day, today);
    const { down, up } = evidenceOf(state);
    return { slice, day: addDays(DAY_0, day), down, up };
  });
}

const plain = (list: readonly Row[]) => list.map(({ slice, day, down, up }) => ({ slice, day, down, up }));

describe("advanced day by day, as it comes, equals the pure monitor row by row", () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))("seed %i", async (seed) => {
    const random = seededRandom(1000 + seed);
    const from = seed % 4 === 3 ? 10 : 0;
    const theta = (day: number) => (seed % 2 === 0 && day > 40 ? 0.7 : 1);
    const invented: Invented = { seed, day0: DAY_0, days: 90, recordedOn: addDays(DAY_0, from), theta };
    const id = await inventChange(database, house, invented);
    for (let day = 0; day < 89; ) {
      day = Math.min(89, day + 1 + Math.floor(12 * random() ** 2));
      await advance(id, day);
    }
    const kept = await rows(id);
    const slices = ["all", "intense", "segment:lapsing", "segment:regulars"];
    expect(plain(kept)).toEqual(slices.flatMap((slice) => pure(invented, slice, from)));
  });
});

describe("what was known stays", () => {
  it("nothing new: nothing written; a day counted anew: later known beside it, days before it are as they were", async () => {
    const id = await inventChange(database, house, { seed: 50, day0: DAY_0, days: 60 });
    await advance(id, 40);
    const before = await rows(id);
    expect(await advance(id, 40)).toMatchObject({ rows: 0 });
    expect(await rows(id)).toEqual(before);

    await database.owner.db.execute(sql`
      update stratum_day set events_exposed = events_exposed + 2 where ${own(id)} and part = 0 and round = 0 and stratum = 1
        and day = ${addDays(DAY_0, 20)}::date`);
    await set(id, sql`rewinds = rewinds + 1`);
    expect(await advance(id, 41)).toMatchObject({ counts: { moved: 4 } });
    const after = await rows(id);
    expect(before.every((row) => after.some((kept) => JSON.stringify(kept) === JSON.stringify(row)))).toBe(true);
    const moved = after.filter(({ known_at }) => !before.some((row) => row.known_at === known_at));
    expect(moved.filter(({ slice }) => slice === "all").map(({ day }) => day)).toEqual(
      Array.from({ length: 22 }, (_, i) => addDays(DAY_0, 20 + i)),
    );
    expect(moved.filter(({ slice }) => slice === "segment:lapsing").map(({ day }) => day)).toEqual([
      addDays(DAY_0, 41),
    ]);
  });

  it("asked as of a day, as known then and as known now", async () => {
    const id = await inventChange(database, house, { seed: 51, day0: DAY_0, days: 60 });
    await advance(id, 40);
    await database.owner.db.execute(sql`
      delete from stratum_day where ${own(id)} and part = 0 and day = ${addDays(DAY_0, 30)}::date`);
    await set(id, sql`rewinds = rewinds + 1`);
    await advance(id, 45);
    const ask = (scope: Scope, knownAt?: string) =>
      monitorAsOf(scope, id, addDays(DAY_0, 30), knownAt === undefined ? null : new Date(knownAt));
    await night(database, house, addDays(DAY_0, 45), async (scope) => {
      const [now] = await ask(scope);
      const [then] = await ask(scope, `${addDays(DAY_0, 42)}T00:00:00Z`);
      const all = (await rows(id, sql`and m.slice = 'all' and d.day = ${addDays(DAY_0, 30)}::date`)) as Row[];
      expect(all).toHaveLength(2);
      expect(then).toMatchObject({ slice: "all", day: addDays(DAY_0, 30), down: all[0]?.down });
      expect(now).toMatchObject({ slice: "all", day: addDays(DAY_0, 30), down: all[1]?.down });
      expect(now?.down).not.toBe(then?.down);
      const dayBefore = await rows(id, sql`and m.slice = 'all' and d.day = ${addDays(DAY_0, 29)}::date`);
      expect(now?.down).toBe(dayBefore[0]?.down);
      expect(await ask(scope, `${DAY_0}T00:00:00Z`)).toEqual([]);
    });
  });
});

describe("a calibration that arrives later", () => {
  it("runs the monitors once anew, with less evidence where placebos lose too, and is written down", async () => {
    const id = await inventChange(database, house, { seed: 60, day0: DAY_0, days: 60, theta: () => 0.6 });
    await advance(id, 50);
    const whole = async () =>
      (await rows(id, sql`and m.slice = 'all' and d.day = ${addDays(DAY_0, 50)}::date`)).at(-1)?.down ?? 0;
    const before = await whole();
    const one = { m: -0.2, tau2: 0.04, sigma2: 0.01, k: 9, calibrated: true };
    await set(id, sql`calibration = ${JSON.stringify({ all: { first: one, rounds: one } })}::jsonb`);
    expect(await advance(id, 51)).toMatchObject({ counts: { recalibrated: 4 } });
    expect((await advance(id, 52))?.counts).not.toHaveProperty("recalibrated");
    const kept = await database.owner.sql`select calibrated from monitor where change_id = ${id}`;
    expect(kept.every(({ calibrated }) => calibrated)).toBe(true);
    const audit = await database.owner.sql`
      select 1 from audit_event where action = 'monitors.recalibrate' and subject = ${`change:${id}`}`;
    expect(audit).toHaveLength(1);
    expect(await whole()).toBeLessThan(before);
  });
});

it("those who come mostly here are watched from the first day once a later wave brings enough of them", async () => {
  const invented = { seed: 73, day0: DAY_0, days: 90 };
  const id = await inventChange(database, house, invented);
  await database.owner.db.execute(sql`update cohort_member set intense = customer_id % 10 = 0 where ${own(id)}`);
  await advance(id, 60);
  expect((await rows(id)).some(({ slice }) => slice === "intense")).toBe(false);
  const waves = [0, 70].map((after, wave) => ({ wave, day0: addDays(DAY_0, after) }));
  await set(id, sql`model = ${JSON.stringify({ waves })}::jsonb`);
  await database.owner.db.execute(sql`update cohort_member set intense = true where ${own(id)}`);
  await advance(id, 89);
  const read = (await rows(id)).filter(({ slice }) => slice === "intense");
  const expected = pure(invented, "intense");
  expect(read.map(({ day }) => day)).toEqual(expected.map(({ day }) => day));
  expect(read.at(-1)?.down).toBeCloseTo(expected.at(-1)?.down ?? Number.NaN, 9);
});

describe("closing", () => {
  const closed = (id: number) =>
    database.owner.sql`select closed_on::text, closed_why, advanced_to::text from monitor where change_id = ${id}`;

  it("182 days after day 0 (2 h*): closed then, and no day after is read", async () => {
    const id = await inventChange(database, house, { seed: 70, day0: DAY_0, days: 200 });
    await advance(id, 195);
    const last = addDays(DAY_0, 181);
    expect([...(await closed(id))]).toEqual(
      Array.from({ length: 4 }, () => ({ closed_on: last, closed_why: "watched long enough", advanced_to: last })),
    );
    const days = (await rows(id)).map(({ day }) => day);
    expect(days.sort().at(-1)).toBe(last);
    expect(await advance(id, 196)).toMatchObject({ rows: 0 });
    await set(id, sql`rewinds = rewinds + 1`);
    expect(await advance(id, 197)).toMatchObject({ rows: 0, counts: { monitors: 0 } });
    const one = { m: 0, tau2: 0.01, sigma2: 0, k: 9, calibrated: true };
    await set(id, sql`calibration = ${JSON.stringify({ all: { first: one, rounds: one } })}::jsonb`);
    expect(await advance(id, 198)).toMatchObject({ counts: { recalibrated: 4 } });
    expect((await closed(id))[0]).toMatchObject({ closed_on: last, advanced_to: last });
  });

  it("opens again where the workspace's day is pinned to one before", async () => {
    const id = await inventChange(database, house, { seed: 72, day0: DAY_0, days: 200 });
    await advance(id, 100);
    const then = await night(database, house, addDays(DAY_0, 100), (scope) =>
      monitorAsOf(scope, id, addDays(DAY_0, 100)),
    );
    await advance(id, 195);
    await advance(id, 100);
    expect((await closed(id))[0]).toMatchObject({ closed_on: null, advanced_to: addDays(DAY_0, 100) });
    const now = await night(database, house, addDays(DAY_0, 100), (scope) =>
      monitorAsOf(scope, id, addDays(DAY_0, 100)),
    );
    expect(now).toEqual(then);
  });

  it("rolled back on day 30, said on day 40: the reading is until then, what was read since is known to have been", async () => {
    const id = await inventChange(database, house, { seed: 71, day0: DAY_0, days: 60 });
    await advance(id, 40);
    await database.owner.db.execute(sql`
      update change set state = 'rolled_back', end_actual = ${addDays(DAY_0, 30)}::date where id = ${id}`);
    await advance(id, 41);
    expect((await closed(id))[0]).toMatchObject({ closed_on: addDays(DAY_0, 29), closed_why: "rolled back" });
    await night(database, house, addDays(DAY_0, 41), async (scope) => {
      const [then] = await monitorAsOf(scope, id, addDays(DAY_0, 29));
      const [now] = await monitorAsOf(scope, id, addDays(DAY_0, 40));
      expect(now?.down).toBe(then?.down);
    });
  });
});
