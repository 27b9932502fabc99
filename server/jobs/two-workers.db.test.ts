import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import PgBoss from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queueDatabase } from "@/db/queue";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { changeFields } from "../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { openBatch } from "../ingest/open-batch";
import { inWorkspace } from "../scope";
import { seededRandom } from "../stats/random";
import { enqueue } from "./enqueue";
import { recover } from "./recover";
import { handlers } from "./registry";
import { runChain } from "./run-chain";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Days that are lived through, each with rows of its own and late ones. */
const DAYS = 2;
const day = (n: number) => plus(FIRST_DAY, 797 + n);

let databases: TestDatabase[];
beforeAll(async () => {
  databases = await Promise.all([testDatabase(), testDatabase()]);
});
afterAll(() => Promise.all(databases.map((database) => database.drop())));

/** A retailer with a change under way, whose people are known by their reference to the till. */
async function retailerWithChange(database: TestDatabase): Promise<TestRetailer> {
  const retailer = await testRetailer(database, { seed: 31, customers: 1_000, days: 797, stores: 8 });
  await retailer.inScope(async (scope) => {
    await scope.db.execute(sql`
      insert into identity (workspace_id, source_id, kind, value_hash, customer_id)
      select workspace_id, ${retailer.sourceId}, 'reference', identity_hash('reference', reference), customer_id
      from customer where kind = 'person'`);
    const start = plus(FIRST_DAY, 700);
    const fields = {
      title: "Moved",
      moved: "store",
      kind: "moved",
      scope: { stores: [{ id: retailer.stores[0] ?? 0 }] },
    };
    await recordChange(scope, { ...changeFields.parse({ ...fields, start }), as: "recorded" });
  });
  return retailer;
}

/** Sales of one day, and a tenth of them on days long past. */
function receipts(n: number): string {
  const random = seededRandom(100 + n);
  const pick = (of: number) => Math.floor(random() * of);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const on = i % 10 === 0 ? plus(FIRST_DAY, 300 + pick(490)) : day(n);
    return `D${n}-${i},${on},s${1 + pick(8)},r${2 + pick(1_000)},p${1 + pick(9)},1,${5 + pick(40)}.00`;
  });
  return ["receipt,at,store,customer,product,quantity,amount", ...rows, ""].join("\n");
}

/** Begins a day as the worker would, and asks for the import of its files, which lie where uploads lie. */
async function beginDay(database: TestDatabase, { workspaceId }: TestRetailer, n: number): Promise<void> {
  await database.owner.sql`update workspace set pinned_day = ${day(n)} where id = ${workspaceId}`;
  const actor = { kind: "command", name: "test" } as const;
  const folder = mkdtempSync(path.join(tmpdir(), "triptych-uploads-"));
  folders.push(folder);
  for (const [part, text] of [receipts(n), receipts(n + 50)].entries()) {
    const name = `${n}-${part}.csv`;
    const file = { name, bytes: Buffer.byteLength(text), path: path.join(folder, name), role: "facts" as const };
    writeFileSync(file.path, text);
    await inWorkspace(database.app.db, { workspaceId, actor, now: new Date() }, async (scope) => {
      const said = { sourceName: "till", kind: "purchases" as const, mapping: undefined, files: [file] };
      const { batchId } = await openBatch(scope, { ...said, completeThrough: day(n) });
      await enqueue(scope, "import", `import_batch:${batchId}`, { batchId });
      await enqueue(scope, "derive-visits", "workspace", {});
    });
  }
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** What was derived, as rows of text: ids, moments and models aside; readings to nine decimals, as sums add up rows in their order. */
const derived = {
  visit: "select v::text from visit v",
  customer_state: "select (to_jsonb(s) - array['as_of', 'model_id'])::text from customer_state s",
  membership: `select concat_ws('~', customer_id, from_day, to_day, segment) from membership where replaced_at is null`,
  cohort_member: "select m::text from cohort_member m",
  stratum_day: "select (to_jsonb(d) - 'known_at')::text from stratum_day d",
  monitor_day: `select distinct on (m.slice, d.day) m.slice || (to_jsonb(d) - array['known_at', 'monitor_id'])::text
    from monitor m join monitor_day d on d.workspace_id = m.workspace_id and d.monitor_id = m.id
    order by m.slice, d.day, d.known_at desc`,
  reading: `select distinct on (method, subject, slice, revision, as_of)
      regexp_replace(regexp_replace((to_jsonb(r) - 'known_at')::text, '"model:[0-9]+"', '"model"'), '([.][0-9]{9})[0-9]+', '\\1', 'g')
    from reading r
    order by method, subject, slice, revision, as_of, known_at desc`,
  alert: "select concat_ws('~', dedupe_key, kind, state) from alert",
};

/** Rows of each table, sorted. */
async function rowsOf({ owner }: TestDatabase): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [table, text] of Object.entries(derived)) {
    const rows = await owner.sql.unsafe<Record<string, string>[]>(text);
    found[table] = rows.map((row) => Object.values(row)[0] ?? "").sort();
  }
  return found;
}

interface Worker {
  process: ChildProcess;
  ready: Promise<unknown>;
}

/** The worker as it is started in production, beside others on the same database. */
function startWorker(database: TestDatabase): Worker {
  const worker = spawn(process.execPath, ["--import", "tsx", "scripts/worker.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return { process: worker, ready: once(worker, "message") };
}

async function kill({ process: worker }: Worker): Promise<void> {
  worker.kill("SIGKILL");
  if (worker.exitCode === null && worker.signalCode === null) await once(worker, "exit");
}

/** Polls until it is so. */
async function until(asked: () => Promise<boolean>): Promise<void> {
  while (!(await asked())) await wait(20);
}

const open = async ({ owner }: TestDatabase) => {
  const [row] = await owner.sql<{ ended: number; left: number }[]>`
    select (select count(*)::int from job_run where state in ('done', 'failed')) as ended,
      (select count(*)::int from job_run where state <> 'done')
        + (select count(*)::int from pgboss.job where state < 'completed' and name not like '\_\_%') as left`;
  return row ?? { ended: 0, left: 0 };
};

/** Runs the queue of a day by two workers, one of which is killed after so many steps, and another started in its place. */
async function liveThrough(database: TestDatabase, workers: Worker[], kills: number[]): Promise<void> {
  const boss = new PgBoss({ db: queueDatabase(database.owner.sql), migrate: false, supervise: false, schedule: false });
  await boss.start();
  for (const [i, steps] of kills.entries()) {
    const { ended } = await open(database);
    await until(async () => {
      const now = await open(database);
      return now.ended - ended >= steps || now.left === 0;
    });
    const [victim] = workers.splice(i % workers.length, 1);
    if (victim) await kill(victim);
    workers.push(startWorker(database));
    // As after half a minute: also what the other worker has under way is given back, as if it had stood still.
    await recover(boss, { ...database, clock: () => new Date(Date.now() + 60_000) });
  }
  await until(async () => (await open(database)).left === 0);
  await boss.stop({ graceful: false, wait: false });
}

describe("two workers on one database", () => {
  it("killed again and again while imports and days go on: nothing is left, nothing done twice, all as one process in peace derives it", async () => {
    const [calm, harsh] = databases;
    if (!calm || !harsh) throw new Error("two databases are needed");
    const killed = await retailerWithChange(harsh);
    const workers = [startWorker(harsh), startWorker(harsh)];
    const peaceful = await retailerWithChange(calm);
    const random = seededRandom(12);
    await Promise.all(workers.map(({ ready }) => ready));
    try {
      for (let n = 0; n < DAYS; n++) {
        await beginDay(harsh, killed, n);
        await liveThrough(harsh, workers, [Math.floor(random() * 4), Math.floor(random() * 8)]);
      }
    } finally {
      await Promise.all(workers.map(kill));
    }
    for (let n = 0; n < DAYS; n++) {
      await beginDay(calm, peaceful, n);
      await runChain({ ...calm, clock: () => new Date() }, peaceful.workspaceId, handlers);
    }
    const [is, should] = [await rowsOf(harsh), await rowsOf(calm)];
    for (const table of ["visit", "customer_state", "stratum_day", "reading"]) expect(should[table]).not.toEqual([]);
    for (const table of Object.keys(derived)) {
      const [was, made] = [new Set(should[table]), new Set(is[table])];
      const differing = [...was].filter((row) => !made.has(row)).concat([...made].filter((row) => !was.has(row)));
      expect({ table, rows: is[table]?.length, differing: differing.slice(0, 2) }).toEqual({
        table,
        rows: should[table]?.length,
        differing: [],
      });
    }
    const [twice] = await harsh.owner.sql`
      select (select count(*)::int from import_batch where state <> 'done') as imports,
        (select count(*)::int from purchase_line) - (select count(distinct (source_id, line_key))::int from purchase_line) as lines`;
    expect(twice).toEqual({ imports: 0, lines: 0 });
  }, 120_000);
});
