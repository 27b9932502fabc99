import { sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { reviseChange } from "../changes/revise-change";
import { changeFields } from "../changes/schema";
import { goWithoutPlacebos } from "../following/placebos/awaits-placebos";
import { openBatch } from "../ingest/open-batch";
import { runBatch } from "../ingest/run-batch";
import { file } from "../ingest/testing";
import { undo } from "../ingest/undo";
import { enqueue } from "../jobs/enqueue";
import { handlers } from "../jobs/registry";
import type { Handlers } from "../jobs/run";
import { runChain } from "../jobs/run-chain";
import { inWorkspace, type Scope } from "../scope";
import { type Random, seededRandom } from "../stats/random";
import { askJoin } from "./ask-join";
import { partJoin } from "./part-join";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "./test-retailer";

const PEOPLE = 1_800;
const STORES = 6;
/** Days of data before the first day that is lived through. */
const BEFORE = 797;
const day = (n: number) => plus(FIRST_DAY, BEFORE + n);

interface World {
  database: TestDatabase;
  retailer: TestRetailer;
  random: Random;
  changes: number[];
  /** Moves on by a minute whenever it is looked at, so that nothing is known at the same moment as something else. */
  clock: () => Date;
}

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map((database) => database.drop())));

/** A retailer whose people are known to the till, with two shops that moved, each recorded on its day. */
async function world(seed: number): Promise<World> {
  const database = await testDatabase();
  databases.push(database);
  const retailer = await testRetailer(database, { seed, customers: PEOPLE, days: BEFORE, stores: STORES });
  let now = Date.parse("2026-11-21T09:00:00Z");
  const clock = () => {
    now += 60_000;
    return new Date(now);
  };
  const at: World = { database, retailer, random: seededRandom(seed), clock, changes: [] };
  await enter(at, ({ db }) =>
    db.execute(sql`
      insert into identity (workspace_id, source_id, kind, value_hash, customer_id)
      select workspace_id, ${retailer.sourceId}, 'reference', identity_hash('reference', reference), customer_id
      from customer where workspace_id = ${retailer.workspaceId} and kind = 'person'`),
  );
  await openEveryDay(at);
  await retailer.derive();
  for (const store of [0, 1]) {
    const record = (scope: Scope) => recordChange(scope, { ...fieldsOf(at, store, 700 - 20 * store), as: "recorded" });
    const { id } = await enter(at, record, plus(FIRST_DAY, 701 - 20 * store));
    at.changes.push(id);
  }
  return at;
}

/** Somebody unknown buys something in each shop on each day: no day is empty, and nobody has another visit. */
async function openEveryDay({ database, retailer }: World): Promise<void> {
  await database.owner.sql`
    insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id, product_id,
      channel, fulfilment, kind, quantity, amount_minor, batch_id)
    select c.workspace_id, c.customer_id, b.source_id, decode(lpad(to_hex(s.id * 10000 + n), 32, 'f'), 'hex'), -(s.id * 10000 + n),
      ${FIRST_DAY}::date + n, ${FIRST_DAY}::date + n, 0, s.id, ${retailer.products[0] ?? 0}, 'store', 'store', 'sale', 1, 500, b.id
    from customer c
    join import_batch b on b.workspace_id = c.workspace_id
    join store s on s.workspace_id = c.workspace_id
    cross join generate_series(0, ${BEFORE - 1}::int) n
    where c.workspace_id = ${retailer.workspaceId} and c.kind = 'anonymous'`;
  await database.owner.sql`
    insert into store_day (workspace_id, store_id, day, status, lines)
    select workspace_id, store_id, day, 'open', count(*) from purchase_line
    where workspace_id = ${retailer.workspaceId} group by workspace_id, store_id, day`;
}

function fieldsOf({ retailer }: World, store: number, start: number) {
  const scope = { stores: [{ id: retailer.stores[store] ?? 0 }] };
  return changeFields.parse({ title: "Moved", moved: "store", kind: "moved", start: plus(FIRST_DAY, start), scope });
}

function enter<T>({ database, retailer, clock }: World, work: (scope: Scope) => Promise<T>, on?: string): Promise<T> {
  const actor = { kind: "member", userId: 1, role: "admin", seesPeople: true } as const;
  return inWorkspace(database.app.db, { workspaceId: retailer.workspaceId, actor, now: clock(), on }, work);
}

const head = "receipt,at,store,customer,product,quantity,amount";

function rows(at: World, name: string, count: number, where: (n: number) => { on: string; store?: number }): string[] {
  const pick = (of: number) => Math.floor(at.random() * of);
  return Array.from({ length: count }, (_, n) => {
    const { on, store = 1 + pick(STORES) } = where(n);
    return `${name}-${n},${on},s${store},r${2 + pick(PEOPLE)},p${1 + pick(9)},1,${5 + pick(60)}.00`;
  });
}

/** Sales of a day, twenty and more a shop, in all shops but one. */
function sales(at: World, on: number, without = 0): string[] {
  return rows(at, `N${on}`, 130, (n) => ({ on: day(on), store: 1 + (n % STORES) })).filter(
    (row) => !row.includes(`,s${without},`),
  );
}

/** Sales of days long past: of the last 100 days, or of all. */
function lateSales(at: World, name: string, count: number, since = BEFORE - 100): string[] {
  return rows(at, name, count, () => ({ on: plus(FIRST_DAY, since + Math.floor(at.random() * (BEFORE - since))) }));
}

/** Imports rows of the till, which is complete through a day. */
async function bring(at: World, lines: string[], through: number): Promise<number> {
  const { database, retailer, clock } = at;
  const text = [head, ...lines, ""].join("\n");
  const facts = { name: "a.csv", bytes: Buffer.byteLength(text), path: null, role: "facts" as const };
  const { batchId } = await enter(at, (scope) => {
    const said = { sourceName: "till", kind: "purchases" as const, mapping: undefined, files: [facts] };
    return openBatch(scope, { ...said, completeThrough: day(through) });
  });
  const files = [{ role: "facts" as const, file: file("a.csv", text) }];
  await runBatch({ ...database, clock }, { workspaceId: retailer.workspaceId, batchId, files });
  return batchId;
}

const idle = async () => {};
/** Placebo changes are of another test: without them alarms would wait. */
const withoutPlacebos: Handlers["run-placebos"] = async (job, { changeId }) => {
  await job.inScope(async (scope) => {
    await goWithoutPlacebos(scope, changeId);
    await enqueue(scope, "advance-monitors", `change:${changeId}`, { changeId });
  });
};
/** The steps whose rows are compared; what is beside them is computed once per change, or of other tables. */
const chain: Handlers = { ...handlers, "run-placebos": withoutPlacebos, "look-for-drift": idle, "judge-data": idle };

/** Lives through one day: what happens on it, then the chain, until nothing waits. */
async function live(at: World, on: number, happens: () => Promise<unknown>, steps: Handlers = chain): Promise<void> {
  const { database, retailer, clock } = at;
  const { workspaceId } = retailer;
  await database.owner.sql`update workspace set pinned_day = ${day(on)} where id = ${workspaceId}`;
  await happens();
  await enter(at, (scope) => enqueue(scope, "derive-visits", "workspace", {}));
  await runChain({ ...database, clock }, workspaceId, steps);
}

async function pair(at: World): Promise<{ from: number; into: number }> {
  const people = await at.database.owner.sql<{ id: string }[]>`
    select customer_id as id from customer where workspace_id = ${at.retailer.workspaceId} and kind = 'person' order by 1`;
  const one = () => Number(people[Math.floor(at.random() * people.length)]?.id);
  return { from: one(), into: one() };
}

/** A step that fails when half of it is done, once. */
function failing(queue: "count-days" | "refresh-portraits" | "advance-monitors" | "derive-visits"): Handlers {
  let failed = false;
  const step = chain[queue] as Handlers["count-days"];
  const once: Handlers["count-days"] = (job, payload) => {
    const inScope: typeof job.inScope = (work) =>
      job.inScope(async (scope) => {
        const done = await work(scope);
        if (failed) return done;
        failed = true;
        throw new Error("killed");
      });
    return step({ ...job, inScope }, payload);
  };
  return { ...chain, [queue]: once };
}

/** Days with all that happens to rows, changes and workers; as many as `DAYS`. */
async function liveThrough(at: World): Promise<void> {
  let later = 0;
  let joined = 0;
  const [moved = 0, corrected = 0] = at.changes;
  await live(at, 0, () => bring(at, sales(at, 0), 0));
  await live(at, 1, async () => {
    await bring(at, sales(at, 1), 1);
    later = await bring(at, lateSales(at, "A", 40), 1);
    joined = (await enter(at, async (scope) => askJoin(scope, await pair(at)))).id;
  });
  // A shop is missing; a receipt that was known comes again with another content.
  await live(at, 2, async () => {
    await bring(at, [...sales(at, 2, 3), ...rows(at, "N1", 2, () => ({ on: day(1) }))], 2);
    await enter(at, async (scope) => askJoin(scope, await pair(at)));
  });
  const third = () => bring(at, [...sales(at, 3, 3), ...lateSales(at, "B", 20)], 3);
  await expect(live(at, 3, third, failing("count-days"))).rejects.toThrow("killed");
  await live(at, 3, () => enter(at, (scope) => undo(scope, { id: later })));
  await live(at, 4, async () => {
    await bring(at, sales(at, 4), 4);
    await enter(at, (scope) => partJoin(scope, { id: joined }));
    const renamed = { ...fieldsOf(at, 0, 700), title: "Moved away", id: moved, seen: 1 };
    await enter(at, (scope) => reviseChange(scope, renamed));
    const earlier = { ...fieldsOf(at, 1, 670), id: corrected, seen: 1, reason: "It was earlier." };
    await enter(at, (scope) => reviseChange(scope, earlier));
  });
  // What was missing comes, with so many late rows that the model no longer holds.
  const missed = [2, 3].flatMap((on) => rows(at, `M${on}`, 25, () => ({ on: day(on), store: 3 })));
  const fifth = () => bring(at, [...sales(at, 5), ...missed, ...lateSales(at, "C", 1_500, 0)], 5);
  await expect(live(at, 5, fifth, failing("refresh-portraits"))).rejects.toThrow("killed");
  await live(at, 5, async () => {});
  await live(at, 6, () => bring(at, [...sales(at, 6), ...lateSales(at, "D", 10)], 6));
}
const DAYS = 7;

const ofChange = "join change c on c.workspace_id = t.workspace_id and c.id = t.change_id and c.revision = t.revision";
/** Floating point in text, to seven places: sums come in another order. */
const rounded = (text: string) => `regexp_replace(${text}, '(\\.\\d{7})\\d+', '\\1', 'g')`;

/**
 * The content of every derived table. When and under which number something was written is none of it, nor is how a segment of
 * time is cut into rows. What was known before later rows came stays as it was known: of that the latest counts, of readings that
 * of the last day.
 */
const contents = {
  visit: "select (to_jsonb(t))::text as row from visit t",
  customer_state: "select (to_jsonb(t) - array['as_of', 'model_id'])::text as row from customer_state t",
  membership: `
    select concat_ws('~', t.customer_id, t.segment, d::date) as row from membership t
    join portrait_day p on p.workspace_id = t.workspace_id
    cross join generate_series(greatest(t.from_day, p.kept_since), coalesce(t.to_day - 1, p.as_of), interval '1 day') d
    where t.replaced_at is null`,
  stratum_day: `select (to_jsonb(t) - 'known_at')::text as row from stratum_day t ${ofChange}`,
  stratum_watch: `select (to_jsonb(t))::text as row from stratum_watch t ${ofChange}`,
  monitor: `
    select concat_ws('~', t.change_id, t.slice, t.advanced_to, t.down_alarm_on, t.down_since, t.up_alarm_on, t.up_since) as row
    from monitor t ${ofChange}`,
  monitor_day: `
    select concat_ws('~', change_id, slice, ${rounded("(to_jsonb(k) - array['known_at', 'monitor_id', 'as_before'])::text")}) as row
    from (
      select *, (log_e_down, log_e_up, observed, expected, variance) is not distinct from
        lag((log_e_down, log_e_up, observed, expected, variance)) over (partition by change_id, slice order by day) as as_before
      from (
        select distinct on (t.change_id, t.slice, d.day) t.change_id, t.slice, d.* from monitor t ${ofChange}
        join monitor_day d on d.workspace_id = t.workspace_id and d.monitor_id = t.id
        order by t.change_id, t.slice, d.day, d.known_at desc
      ) latest
    ) k
    where not coalesce(as_before, false)`,
  reading: `
    select distinct on (r.subject, r.method, r.version, r.slice) ${rounded("(to_jsonb(r) - array['known_at', 'as_of'])::text")} as row
    from reading r join change c on c.workspace_id = r.workspace_id and r.subject = 'change:' || c.id and r.revision = c.revision
    order by r.subject, r.method, r.version, r.slice, r.as_of desc, r.known_at desc`,
  cohort: `
    select concat_ws('~', t.change_id, t.revision, t.counted_through, t.counted_with, t.read_through, t.withheld) as row from cohort t ${ofChange}`,
} as const;
type Table = keyof typeof contents;
const tables = Object.keys(contents) as Table[];

/** Sets aside what stands now under a name. */
async function keep({ database }: World, name: string): Promise<void> {
  for (const table of tables) {
    await database.owner.sql.unsafe(`create schema if not exists ${name}`);
    await database.owner.sql.unsafe(`create table ${name}.${table} as ${contents[table]}`);
  }
}

/** What only one of two sets holds, table by table: how many rows, and the first of them. */
async function differences({ database }: World, one: string, other: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const table of tables) {
    const [row] = await database.owner.sql.unsafe<{ n: number; rows: unknown }[]>(`
      with only_one as (select row from ${one}.${table} except select row from ${other}.${table}),
      only_other as (select row from ${other}.${table} except select row from ${one}.${table}),
      either as (select '${one}' as side, row from only_one union all select '${other}', row from only_other)
      select count(*)::int as n, (array_agg(side || ': ' || row order by row))[1:4] as rows from either`);
    if (row && row.n > 0) found[table] = row;
  }
  return found;
}

async function sizes({ database }: World, name: string): Promise<[string, number][]> {
  const counted = tables.map(async (table): Promise<[string, number]> => {
    const [row] = await database.owner.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${name}.${table}`);
    return [table, row?.n ?? 0];
  });
  return Promise.all(counted);
}

const underived = [
  ...["visit", "visit_moved", "stale_state", "touched_customer", "customer_state", "membership", "portrait_day"],
  ...["stratum_day", "stratum_watch", "reading"],
];

/** What a model was decided by is a fact (D-b): the same models are in force on the same days. */
const sameModels: Handlers = {
  ...chain,
  "refit-model": async (job) => {
    await job.inScope((scope) => enqueue(scope, "refresh-portraits", "workspace", {}));
  },
};

/**
 * All that is derived, made from nothing over the same days, with the same models in force and the cohorts as frozen. A revision that
 * counts no more was watched, which is a fact of its family: its monitors stay.
 */
async function fromScratch(at: World, days: number): Promise<void> {
  const { workspaceId } = at.retailer;
  const owner = at.database.owner.sql;
  for (const table of underived) await owner.unsafe(`delete from ${table} where workspace_id = ${workspaceId}`);
  const watched = `select t.id from monitor t ${ofChange} where t.workspace_id = ${workspaceId}`;
  await owner.unsafe(`delete from monitor_day where workspace_id = ${workspaceId} and monitor_id in (${watched})`);
  await owner.unsafe(`delete from monitor where workspace_id = ${workspaceId} and id in (${watched})`);
  await at.database.owner.sql`
    update cohort set counted_through = null, counted_version = null, counted_with = null, counted_joined = null,
      read_through = null, read_version = null, read_with = null, rewinds = 0
    where workspace_id = ${workspaceId}`;
  for (let on = 0; on < days; on++) await live(at, on, async () => {}, sameModels);
}

/** Drops the rows of `visit_moved` before anybody counts them. */
async function forgettingMoves({ database }: World, work: () => Promise<unknown>): Promise<void> {
  const owner = database.owner.sql;
  await owner.unsafe(`
    create function forget() returns trigger language plpgsql as 'begin return null; end';
    create trigger forget before insert on visit_moved for each row execute function forget()`);
  await work();
  await owner.unsafe("drop trigger forget on visit_moved; drop function forget()");
}

/** How often, night by night, the days of changes were counted: from the start, or only what came since. */
async function counted({ database }: World): Promise<{ day: number; anew: number; since: number }[]> {
  const rows = await database.owner.sql<{ day: string; anew: number; since: number }[]>`
    select day::text, count(*) filter (where counts->>'anew' = '1')::int as anew,
      count(*) filter (where counts->>'anew' = '0')::int as since
    from job_run where job = 'count-days' and state = 'done' and counts is not null group by day order by day`;
  return rows.map(({ day: on, anew, since }) => ({ day: nights.indexOf(on), anew, since }));
}
const nights = Array.from({ length: DAYS }, (_, n) => day(n));

describe("a week with late rows, corrections, joins, an undo, a missing shop, edited changes, a new model and killed steps", () => {
  it("every derived table is what it would be from nothing; one row that is another is seen", async () => {
    const at = await world(5);
    await liveThrough(at);
    const nightly = await counted(at);
    expect(nightly.filter(({ anew }) => anew > 0).map(({ day }) => day)).toEqual([0, 4]);
    expect(nightly.filter(({ since }) => since > 0).map(({ day }) => day)).toEqual([1, 2, 3, 4, 5, 6]);
    await keep(at, "lived");
    expect((await sizes(at, "lived")).filter(([, n]) => n === 0)).toEqual([]);
    await fromScratch(at, DAYS);
    await keep(at, "scratch");
    expect(await differences(at, "lived", "scratch")).toEqual({});
    await at.database.owner.sql`
      update stratum_day set events_twin = events_twin + 1 where ctid = (select t.ctid from stratum_day t
        join change c on c.workspace_id = t.workspace_id and c.id = t.change_id and c.revision = t.revision limit 1)`;
    await keep(at, "altered");
    expect(await differences(at, "altered", "scratch")).toMatchObject({ stratum_day: { n: 2 } });
  }, 240_000);

  it("a derivation that keeps back which days moved leaves portraits and counted days that differ", async () => {
    const at = await world(17);
    await live(at, 0, () => bring(at, sales(at, 0), 0));
    await forgettingMoves(at, () => live(at, 1, () => bring(at, [...sales(at, 1), ...lateSales(at, "A", 300)], 1)));
    await keep(at, "lived");
    await fromScratch(at, 2);
    await keep(at, "scratch");
    const found = await differences(at, "lived", "scratch");
    expect(Object.keys(found)).toEqual(expect.arrayContaining(["customer_state", "membership", "stratum_day"]));
    expect(Object.keys(found)).not.toContain("visit");
  }, 240_000);
});
