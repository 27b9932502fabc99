import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { buildHouse, type House } from "../../changes/testing";
import { addDays } from "../days";
import { advanceChange } from "../monitors/advance-change";
import { followingOf } from "../queries";
import { type Invented, inventChange, night } from "../testing";
import { drawUpList } from "./draw-up-list";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const DAY_0 = "2026-02-02";
const quiet = () => 1;
const lost =
  (from: number, to = Number.POSITIVE_INFINITY) =>
  (day: number) =>
    day >= from && day < to ? 0.55 : 1;
const more = () => 1.7;

/** A workspace with these changes, all counted through `days`. */
async function open(slug: string, changes: readonly Partial<Invented>[]): Promise<{ house: House; ids: number[] }> {
  const house = await buildHouse(database, slug);
  const ids: number[] = [];
  for (const [i, each] of changes.entries())
    ids.push(await inventChange(database, house, { seed: 300 + i, day0: DAY_0, days: 120, ...each }));
  return { house, ids };
}

/** The night after `day` since DAY_0: these changes are counted up to it and advanced, then the list is drawn up. */
async function nightOf(house: House, day: number, ids: readonly number[]) {
  const through = addDays(DAY_0, day);
  await database.owner.db.execute(sql`
    update cohort set counted_through = greatest(day0, ${through}::date)
    where workspace_id = ${house.workspaceId} and change_id = any(${`{${ids.join(",")}}`}::bigint[]) and day0 <= ${through}::date`);
  return night(database, house, through, async (scope) => {
    for (const id of ids) await advanceChange(scope, id);
    return drawUpList(scope);
  });
}

const alarms = async (house: House) => [
  ...(await database.owner.sql`
    select change_id, slice, down_alarm_on::text as down, down_since::text as down_since, up_alarm_on::text as up,
      up_since::text as up_since
    from monitor where workspace_id = ${house.workspaceId} order by change_id, slice`),
];

const verdicts = async (house: House, id: number) =>
  Object.fromEntries(
    (
      await database.owner.sql`
        select distinct on (slice) slice, parts->>'word' as word from reading
        where workspace_id = ${house.workspaceId} and method = 'verdict' and subject = ${`change:${id}`}
        order by slice, as_of desc, known_at desc`
    ).map(({ slice, word }) => [slice, word]),
  );

const told = (house: House, id: number) => database.owner.sql`
  select h.data->>'act' as act, h.data->>'on' as on from alert a
  join history h on h.workspace_id = a.workspace_id and h.subject = 'alert:' || a.id
  where a.workspace_id = ${house.workspaceId} and a.change_id = ${id} order by h.id`;

describe("the list over all changes", () => {
  const changes = [
    { theta: lost(20) },
    { theta: quiet },
    { theta: more },
    { theta: lost(0, 30) },
    { theta: lost(10), day0: "2026-03-16", days: 80 },
    { theta: quiet, day0: "2026-07-06", days: 10 },
  ];

  it("read in one go, eighty nights are drawn as they would have been one by one", async () => {
    const slow = await open("slow", changes);
    const fast = await open("fast", changes);
    for (let day = 0; day < 80; day += 1) {
      const lags = day > 50 && day < 60 ? slow.ids.slice(1) : slow.ids;
      await nightOf(slow.house, day, lags);
    }
    await nightOf(fast.house, 79, fast.ids);
    const plain = (rows: Record<string, unknown>[]) => rows.map(({ change_id, ...row }) => row);
    const one = plain(await alarms(slow.house));
    expect(plain(await alarms(fast.house))).toEqual(one);
    expect(one.filter(({ down }) => down !== null).length).toBeGreaterThan(3);
    expect(one.filter(({ up }) => up !== null).length).toBeGreaterThan(1);
    const [first = 0] = slow.ids;
    const [same = 0] = fast.ids;
    expect([...(await told(fast.house, same))]).toEqual([...(await told(slow.house, first))]);
  });

  it("run again it changes nothing; its words stand on the pages", async () => {
    const { house, ids } = await open("words", changes);
    await nightOf(house, 109, ids);
    const sums = () => database.owner.sql`
      select (select md5(string_agg(r::text, ';' order by subject, method, slice, as_of, known_at)) from reading r
          where workspace_id = ${house.workspaceId}) as readings,
        (select md5(string_agg(m::text, ';' order by id)) from monitor m where workspace_id = ${house.workspaceId}) as monitors,
        (select md5(string_agg(a::text, ';' order by id)) from alert a where workspace_id = ${house.workspaceId}) as alerts,
        (select count(*) from history where workspace_id = ${house.workspaceId}) as told`;
    const once = [...(await sums())];
    await nightOf(house, 109, ids);
    expect([...(await sums())]).toEqual(once);
    const [down = 0, calm = 0, up = 0] = ids;
    expect(await verdicts(house, down)).toMatchObject({ all: "stopped following" });
    expect(await verdicts(house, calm)).toMatchObject({ all: "too early to say" });
    expect(await verdicts(house, up)).toMatchObject({ all: "they come more" });
    const page = await night(database, house, addDays(DAY_0, 109), (scope) => followingOf(scope, down));
    if (page.kind !== "read") throw new Error(page.kind);
    expect(page.evidence).toMatchObject({ family: 5, moved: false });
    expect(page.evidence?.points.at(-1)?.onceIn).toBeGreaterThan(page.evidence?.rings ?? Number.POSITIVE_INFINITY);
  });
});

describe("an alarm", () => {
  it("weakens, and comes back: one alert, told on the days of the nights", async () => {
    const theta = (day: number) => (day < 25 || day >= 84 ? 0.45 : 1.6);
    const { house, ids } = await open("back", [{ theta, days: 170 }]);
    const [id = 0] = ids;
    await nightOf(house, 168, ids);
    const acts = await told(house, id);
    expect(acts.map(({ act }) => act)).toEqual(["raised", "weakened", "reopened"]);
    const days = acts.map(({ on }) => String(on));
    expect(days).toEqual([...days].sort());
    const [kept] = await database.owner.sql`
      select down_alarm_on::text as first from monitor where change_id = ${id} and slice = 'all'`;
    expect(kept?.first).toBe(days[0]);
  });

  it("keeps its date when late data take its evidence away; the page says that they moved it", async () => {
    const { house, ids } = await open("late", [{ theta: lost(0) }]);
    const [id = 0] = ids;
    await nightOf(house, 80, ids);
    const before = await alarms(house);
    expect(before[0]?.down).not.toBeNull();
    const acts = (await told(house, id)).map(({ act }) => act);
    await database.owner.db.execute(sql`
      update stratum_day set events_exposed = least(risk_exposed, events_exposed + 2) where workspace_id = ${house.workspaceId}`);
    await database.owner.db.execute(
      sql`update cohort set rewinds = rewinds + 1 where workspace_id = ${house.workspaceId}`,
    );
    await nightOf(house, 81, ids);
    expect((await alarms(house)).map(({ down }) => down)).toEqual(before.map(({ down }) => down));
    expect((await told(house, id)).map(({ act }) => act)).toEqual([...acts, "weakened"]);
    const page = await night(database, house, addDays(DAY_0, 81), (scope) => followingOf(scope, id));
    expect(page).toMatchObject({ kind: "read", evidence: { moved: true, alarmOn: before[0]?.down } });
  });
});

describe("families", () => {
  it("a change that has begun and is not watched yet counts among those over which the list is drawn", async () => {
    const { house, ids } = await open("pending", [
      { theta: lost(0) },
      { theta: quiet },
      { theta: quiet, day0: "2026-07-06" },
    ]);
    const [rings = 0] = ids;
    await nightOf(house, 80, [rings]);
    const [list] = await database.owner.sql`
      select n, parts from reading where workspace_id = ${house.workspaceId} and method = 'list' and slice = 'down'`;
    expect(list).toMatchObject({ n: 1 });
    expect(list?.parts.changes[0]).toMatchObject({ changeId: rings, listed: true, needs: 40 });
  });

  it("a closed change stays in the family of its half-year, its evidence as it was", async () => {
    const { house, ids } = await open("closed", [{ theta: quiet }, { theta: lost(0), day0: "2026-03-02", days: 60 }]);
    const [over = 0, rings = 0] = ids;
    await nightOf(house, 10, ids);
    await database.owner.db.execute(sql`
      update monitor set closed_on = ${addDays(DAY_0, 10)}::date, closed_why = 'cancelled' where change_id = ${over}`);
    await nightOf(house, 80, [rings]);
    const [list] = await database.owner.sql`
      select n, value, parts from reading
      where workspace_id = ${house.workspaceId} and method = 'list' and subject = 'list:2026H1' and slice = 'down'
      order by as_of desc, known_at desc`;
    expect(list).toMatchObject({ n: 2, value: 1 });
    const rung = list?.parts.changes.find((each: { changeId: number }) => each.changeId === rings);
    expect(rung).toMatchObject({ listed: true, needs: 40 });
  });
});
