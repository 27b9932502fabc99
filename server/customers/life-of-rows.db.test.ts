import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { clientOf } from "@/db/transaction-client";
import { fitRhythm } from "../churn/fit-rhythm";
import { writeStates } from "../churn/write-states";
import { changeRule } from "../following/change-rule";
import { findCohort } from "../following/cohort/open-cohort";
import { countDays } from "../following/counting/count-days";
import { gatherMembers } from "../following/counting/gather-members";
import { advanceMonitors } from "../following/monitors/advance-monitors";
import { judgeFrom, recountDays } from "../ingest/store-days";
import { type TestShop, testShop } from "../ingest/testing";
import type { Scope } from "../scope";
import { type Random, seededRandom } from "../stats/random";
import { deriveVisits } from "./derive-visits";
import { type Admin, adminOf } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const people = 10;
const through = "2024-09-30";

interface World {
  shop: TestShop;
  admin: Admin;
  random: Random;
  /** Line ids that were sold so far, with their receipt, so that they can be corrected. */
  lines: { line: string; receipt: string }[];
  next: number;
  /** Files of the batches, to be imported again in peace. */
  files: Map<number, Brought>;
}

interface Brought {
  name: string;
  text: string;
  source: string;
  kind: "purchases" | "customers";
}

async function world(slug: string, seed: number): Promise<World> {
  const shop = await testShop(database, slug);
  await database.owner.sql`update workspace set pinned_day = ${through} where id = ${shop.workspaceId}`;
  const admin = adminOf(database, shop);
  return { shop, admin, random: seededRandom(seed), lines: [], next: 1, files: new Map() };
}

const pick = <T>(random: Random, from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
const dayOf = (n: number) => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);

function sale(at: World, line: string, receipt: string): string {
  const { random } = at;
  const who = random() < 0.1 ? "" : `C${Math.floor(random() * people)}`;
  const day = dayOf(Math.floor(random() * 260));
  const [store, product] = [Math.floor(random() * 3), Math.floor(random() * 5)];
  return `${receipt},${line},${day},S${store},${who},P${product},1,${(random() * 1e5).toFixed(2)}`;
}

/** New lines, and some known ones with another content, whoever the customer is. */
function tills(at: World): Brought {
  const rows: string[] = [];
  const corrected = at.lines.filter(() => at.random() < 0.15);
  for (const { line, receipt } of corrected) rows.push(sale(at, line, receipt));
  for (let n = 3 + Math.floor(at.random() * 10); n > 0; n--) {
    const known = { line: `L${at.next}`, receipt: `R${at.next >> 1}` };
    at.next += 1;
    at.lines.push(known);
    rows.push(sale(at, known.line, known.receipt));
  }
  const head = "receipt,line,at,store,customer,product,quantity,amount";
  return { name: "tills.csv", source: "tills", kind: "purchases", text: [head, ...rows, ""].join("\n") };
}

/** Whole receipts without line ids: a receipt that comes again replaces what stood there. */
function receipts(at: World): Brought {
  const rows: string[] = [];
  for (let n = 0; n < 6; n++) {
    const receipt = `W${Math.floor(at.random() * 12)}`;
    const [day, store, who] = [
      dayOf(Math.floor(at.random() * 260)),
      Math.floor(at.random() * 3),
      Math.floor(at.random() * people),
    ];
    for (let k = 1 + Math.floor(at.random() * 3); k > 0; k--) {
      rows.push(`${receipt},${day},S${store},C${who},P${k},1,${(at.random() * 1e5).toFixed(2)}`);
    }
  }
  const head = "receipt,at,store,customer,product,quantity,amount";
  return { name: "web.csv", source: "web", kind: "purchases", text: [head, ...rows, ""].join("\n") };
}

function customers(at: World): Brought {
  const rows = Array.from({ length: 4 }, () => `C${Math.floor(at.random() * people)},area ${at.random()}`);
  const unique = [...new Map(rows.map((row) => [row.split(",")[0], row])).values()];
  return {
    name: "people.csv",
    source: "tills",
    kind: "customers",
    text: ["customer,home_area", ...unique, ""].join("\n"),
  };
}

async function bring(at: World, brought: Brought): Promise<void> {
  const { name, text, source, kind } = brought;
  const { batchId } = await at.shop.import({ [name]: text }, { source, kind });
  at.files.set(batchId, brought);
}

const steps = {
  tills: async (at: World) => bring(at, tills(at)),
  receipts: async (at: World) => bring(at, receipts(at)),
  /** While two are joined, what a file says of either is said of the person: it does not part with them. */
  async customers(at: World) {
    if ((await standingJoins(at)).length === 0) await bring(at, customers(at));
  },
  async join(at: World) {
    const all = await persons(at);
    const [from, into] = [pick(at.random, all), pick(at.random, all)];
    if (from && into && from !== into) await at.admin.join(from, into);
  },
  async part(at: World) {
    const open = await standingJoins(at);
    const one = pick(at.random, open);
    if (one) await at.admin.part(one);
  },
  async undo(at: World) {
    const one = pick(at.random, [...at.files.keys()]);
    if (!one) return;
    at.files.delete(one);
    await at.admin.undo(one);
  },
};

async function persons({ shop }: World): Promise<number[]> {
  const rows = await database.owner.sql<{ id: string }[]>`
    select customer_id as id from customer where workspace_id = ${shop.workspaceId} and kind = 'person' order by 1`;
  return rows.map((row) => Number(row.id));
}

/** Joins whose person was not joined further. */
async function standingJoins({ shop }: World): Promise<number[]> {
  const rows = await database.owner.sql<{ id: string }[]>`
    select j.id from customer_join j where j.workspace_id = ${shop.workspaceId} and j.state = 'joined' and not exists (
      select 1 from customer_join l where l.workspace_id = j.workspace_id and l.from_customer = j.into_customer and l.state = 'joined')
    order by j.id`;
  return rows.map((row) => Number(row.id));
}

/** A change under watch with its cohort, frozen by hand: even customers are concerned, odd ones are their twins. */
async function freezeCohort(at: World): Promise<number> {
  const { workspaceId } = at.shop;
  const { sql: db } = database.owner;
  const [made] = await db<{ id: string }[]>`
    insert into change (workspace_id, title, moved, kind, state, start_actual, recorded_on, created_at)
    values (${workspaceId}, 'Shorter hours', 'store', 'hours', 'live', '2024-03-01', '2024-03-01', now()) returning id`;
  const changeId = Number(made?.id);
  const strata = [{ stratum: 0, wave: 0, segment: "regulars", bin: 0, also: 0, exposed: 40, twins: 40 }];
  await db`
    insert into cohort (workspace_id, change_id, revision, day0, alarm_from, horizon_days, round_days, seed, model, strata, counts,
      balance, diagnostics, frozen_at)
    values (${workspaceId}, ${changeId}, 1, '2024-03-01', '2024-03-01', 91, 28, 1, '{"waves":[]}', ${JSON.stringify(strata)}::text::jsonb, '{}', '[]', '{}', now())`;
  await db`
    insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, stratum, x, t_x, t_total)
    select ${workspaceId}, customer_id, ${changeId}, 1, 0, case when customer_id % 2 = 0 then 'exposed' else 'twin' end, '2024-03-01',
      'regulars', 0, 0, 0, 0
    from customer where workspace_id = ${workspaceId} and kind = 'person'`;
  return changeId;
}

async function count(scope: Scope, changeId: number): Promise<void> {
  const target = await changeRule(scope, changeId);
  const cohort = await findCohort(scope, target);
  if (!cohort) throw new Error("no cohort");
  await gatherMembers(scope, target, through, { silent: [], gaps: [] });
  await countDays(scope, target, cohort.roundDays);
  await advanceMonitors(scope, target, cohort, through);
}

/** What `derive` does, without the jobs around it. */
async function deriveNow({ admin }: World, changeId: number): Promise<void> {
  await admin.enter(async (scope) => {
    await deriveVisits(scope);
    await writeStates(scope, await fitRhythm(scope, scope.today));
    await count(scope, changeId);
  });
}

const derived = {
  visit: "visit",
  customer_state: "customer_state",
  store_day: "store_day",
  stratum_day: "stratum_day",
  monitor: "monitor",
  monitor_day: "monitor_day",
} as const;
/** When and under which number something was written down is no content of it. */
const content = "to_jsonb(t) - array['known_at', 'model_id', 'monitor_id', 'id']";

async function rowsOf({ shop }: World, table: string): Promise<string[]> {
  const rows = await database.owner.sql.unsafe<{ row: string }[]>(
    `select (${content})::text as row from ${table} t where t.workspace_id = $1 order by 1`,
    [shop.workspaceId],
  );
  return rows.map(({ row }) => row);
}

/** Every derived table as it stands, then made from nothing: what only one of the two has. */
async function differences(
  at: World,
  changeId: number,
): Promise<Record<string, { only: string[]; missing: string[] }>> {
  const { workspaceId } = at.shop;
  await deriveNow(at, changeId);
  const before = new Map<string, string[]>();
  for (const table of Object.keys(derived)) before.set(table, await rowsOf(at, table));
  await database.owner.db.transaction(async (tx) => {
    const client = clientOf(tx);
    for (const table of [...Object.keys(derived), "model", "touched_customer"]) {
      await client.unsafe(`delete from ${table} where workspace_id = $1`, [workspaceId]);
    }
    await client.unsafe("update store set complete_through = null where workspace_id = $1", [workspaceId]);
    const [tills] = await client.unsafe<{ id: string }[]>(
      "select id from source where workspace_id = $1 and name = 'tills'",
      [workspaceId],
    );
    const [web] = await client.unsafe<{ id: string }[]>(
      "select id from source where workspace_id = $1 and name = 'web'",
      [workspaceId],
    );
    const target = { sql: client, workspaceId };
    await recountDays(target, `select store_id, day from purchase_line where workspace_id = ${workspaceId}`);
    for (const source of [tills, web])
      if (source) await judgeFrom({ ...target, referencesId: Number(source.id) }, "2023-01-01");
  });
  await deriveNow(at, changeId);
  const found: Record<string, { only: string[]; missing: string[] }> = {};
  for (const table of Object.keys(derived)) {
    const [was, is] = [before.get(table) ?? [], await rowsOf(at, table)];
    const only = was.filter((row) => !is.includes(row));
    const missing = is.filter((row) => !was.includes(row));
    if (only.length + missing.length > 0) found[table] = { only: only.slice(0, 3), missing: missing.slice(0, 3) };
  }
  return found;
}

/** Facts and catalogue by what sources call them. */
async function factsOf({ shop }: World): Promise<string[]> {
  const rows = await database.owner.sql<{ row: string }[]>`
    select concat_ws('~', 'line', encode(l.line_key, 'hex'), c.kind, coalesce(c.reference, cs.external_id), l.day, s.external_id, p.external_id,
      l.kind, l.quantity, l.amount_minor) as row
    from purchase_line l
    join customer c on c.workspace_id = l.workspace_id and c.customer_id = l.customer_id
    left join store cs on cs.workspace_id = l.workspace_id and cs.id = c.store_id
    join store s on s.workspace_id = l.workspace_id and s.id = l.store_id
    join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
    where l.workspace_id = ${shop.workspaceId}
    union all
    select concat_ws('~', 'person', c.reference, c.home_area) from customer c where c.workspace_id = ${shop.workspaceId} and c.kind = 'person'
      and exists (select 1 from identity i where i.workspace_id = c.workspace_id and i.customer_id = c.customer_id)
    union all
    select concat_ws('~', 'store', external_id) from store where workspace_id = ${shop.workspaceId}
    union all
    select concat_ws('~', 'product', external_id) from product where workspace_id = ${shop.workspaceId}
    union all
    select concat_ws('~', 'source', name, complete_through) from source
    where workspace_id = ${shop.workspaceId} and complete_through is not null
    union all
    select concat_ws('~', 'identity', i.kind, c.reference) from identity i
    join customer c on c.workspace_id = i.workspace_id and c.customer_id = i.customer_id
    where i.workspace_id = ${shop.workspaceId}
    order by 1`;
  return rows.map(({ row }) => row);
}

async function start(slug: string, seed: number): Promise<{ at: World; changeId: number }> {
  const at = await world(slug, seed);
  for (let n = 0; n < 3; n++) await steps.tills(at);
  await steps.receipts(at);
  const changeId = await freezeCohort(at);
  await at.admin.jobs();
  return { at, changeId };
}

const mix = ["tills", "tills", "receipts", "receipts", "customers", "join", "join", "part", "undo", "undo"] as const;

async function wander(at: World, changeId: number, count: number): Promise<string[]> {
  const walked: string[] = [];
  for (let n = 0; n < count; n++) {
    const step = pick(at.random, mix) ?? "tills";
    walked.push(step);
    await steps[step](at);
    if (at.random() < 0.4) await deriveNow(at, changeId);
  }
  return walked;
}

describe("imports, corrections, joins, partings and undos in any order", () => {
  for (const seed of [1, 3, 18, 22]) {
    it(`seed ${seed}: derived tables are what they would be from nothing, facts what is left of the files`, async () => {
      const { at, changeId } = await start(`walk-${seed}`, seed);
      const walked = await wander(at, changeId, 20);
      expect({ walked, differences: await differences(at, changeId) }).toEqual({ walked, differences: {} });
      for (let open = await standingJoins(at); open.length > 0; open = await standingJoins(at)) {
        for (const id of open) await at.admin.part(id);
      }
      const peaceful = await world(`peace-${seed}`, seed);
      for (const brought of [...at.files].sort(([a], [b]) => a - b).map(([, file]) => file))
        await bring(peaceful, brought);
      expect({ walked, facts: await factsOf(at) }).toEqual({ walked, facts: await factsOf(peaceful) });
    }, 120_000);
  }
});

describe("a fault in one step is seen", () => {
  /** The verb as it is, but that it forgets whom it touched. */
  const faulty: Record<string, (at: World) => Promise<unknown>> = {
    "a join": async (at) => {
      const [from = 0, into = 0] = await persons(at);
      await at.admin.join(from, into);
    },
    "an undo": steps.undo,
    "an import of late rows": steps.tills,
  };
  for (const [name, step] of Object.entries(faulty)) {
    it(`${name} that touches nobody leaves derived tables that differ`, async () => {
      const { at, changeId } = await start(`fault-${name.replaceAll(" ", "-")}`, 7);
      await deriveNow(at, changeId);
      await forgettingTouched(at, () => step(at));
      const found = await differences(at, changeId);
      expect(Object.keys(found)).toContain("visit");
    }, 60_000);
  }
});

/** Runs something while the table of touched customers takes no rows. */
async function forgettingTouched({ shop }: World, work: () => Promise<unknown>): Promise<void> {
  const { sql: db } = database.owner;
  await db.unsafe(`
    create function forget() returns trigger language plpgsql as 'begin return null; end';
    create trigger forget before insert on touched_customer for each row
      when (new.workspace_id = ${shop.workspaceId}) execute function forget()`);
  try {
    await work();
  } finally {
    await db.unsafe("drop trigger forget on touched_customer; drop function forget()");
  }
}
