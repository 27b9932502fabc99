import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import PgBoss from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queueDatabase } from "@/db/queue";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { changeFields } from "../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { seededRandom } from "../stats/random";
import { enqueue } from "./enqueue";
import { recover } from "./recover";

let databases: TestDatabase[];
beforeAll(async () => {
  databases = await Promise.all([testDatabase(), testDatabase()]);
});
afterAll(() => Promise.all(databases.map((database) => database.drop())));

/** A retailer with a change under way, and the jobs that follow an import waiting. Alike in every database. */
async function waitingRetailer(database: TestDatabase): Promise<TestRetailer> {
  const retailer = await testRetailer(database, { seed: 31, customers: 2_500, days: 800, stores: 8 });
  await retailer.inScope(async (scope) => {
    const start = plus(FIRST_DAY, 700);
    const scopeOf = { stores: [{ id: retailer.stores[0] ?? 0 }] };
    const fields = changeFields.parse({ title: "Moved", moved: "store", kind: "moved", start, scope: scopeOf });
    await recordChange(scope, { ...fields, as: "recorded" });
    await enqueue(scope, "derive-visits", "workspace", {});
  });
  return retailer;
}

/** Works on what waits, as a command does, in a process of its own. */
function work(database: TestDatabase, workspaceId: number): ChildProcess {
  const program = `
    import { connect } from "./db/client.ts";
    import { handlers } from "./server/jobs/registry.ts";
    import { runChain } from "./server/jobs/run-chain.ts";
    const [owner, app] = [connect(${JSON.stringify(database.ownerUrl)}), connect(${JSON.stringify(database.appUrl)})];
    process.stdout.write("begins");
    await runChain({ owner, app, clock: () => new Date() }, ${workspaceId}, handlers);
    process.exit(0);`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/**
 * What the jobs derived, as it is known at the end: what was shown meanwhile depends on who came first.
 * Figures to nine decimals: sums add up rows in the order in which they lie.
 */
async function derived(retailer: TestRetailer): Promise<Record<string, unknown> | undefined> {
  const [row] = await retailer.inScope((scope) =>
    scope.db.execute(sql`
      select (select md5(string_agg(v::text, ';' order by v::text)) from visit v) as visits,
        (select md5(string_agg((to_jsonb(s) - array['as_of', 'model_id'])::text, ';' order by customer_id)) from customer_state s) as states,
        (select md5(string_agg(m::text, ';' order by m::text)) from cohort_member m) as members,
        (select md5(string_agg((to_jsonb(d) - 'known_at')::text, ';' order by part, round, stratum, day)) from stratum_day d) as days,
        (select md5(string_agg(r, ';' order by r)) from (
          select regexp_replace(regexp_replace((to_jsonb(r) - 'known_at')::text, '"model:[0-9]+"', '"model"'),
            '([.][0-9]{9})[0-9]+', '\\1', 'g') as r from (
            select distinct on (method, subject, slice, revision, as_of) * from reading
            order by method, subject, slice, revision, as_of, known_at desc) r) read) as readings,
        (select count(*) from alert) as alerts`),
  );
  return row;
}

describe("kill -9 of the process that works on jobs", () => {
  it("at 8 random moments of the chain: done again, nothing twice, equal to a chain left in peace", async () => {
    const [calm, harsh] = databases;
    if (!calm || !harsh) throw new Error("two databases are needed");
    const peaceful = await waitingRetailer(calm);
    const untouched = work(calm, peaceful.workspaceId);
    if (untouched.stdout) await once(untouched.stdout, "data");
    const began = performance.now();
    await once(untouched, "exit");
    const usual = performance.now() - began;
    const expected = await derived(peaceful);
    expect(expected?.readings).not.toBeNull();
    const killed = await waitingRetailer(harsh);
    const boss = new PgBoss({ db: queueDatabase(harsh.owner.sql), migrate: false, supervise: false, schedule: false });
    await boss.start();
    const random = seededRandom(8);
    const left = async () => {
      const [row] = await harsh.owner.sql<{ n: number }[]>`
        select count(*)::int as n from job_run where workspace_id = ${killed.workspaceId} and state <> 'done'`;
      return row?.n ?? 0;
    };
    const later = { ...harsh, clock: () => new Date(Date.now() + 60_000) };
    for (let i = 0; i < 8 && (await left()) > 0; i++) {
      const child = work(harsh, killed.workspaceId);
      if (child.stdout) await once(child.stdout, "data");
      await Promise.race([wait(usual * 0.5 * random()), once(child, "exit")]);
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await recover(boss, later);
    }
    const [code] = await once(work(harsh, killed.workspaceId), "exit");
    await boss.stop({ graceful: false, wait: false });
    expect(code).toBe(0);
    expect(await left()).toBe(0);
    expect(await derived(killed)).toEqual(expected);
    // Killed between the end of a job and its leaving the queue, the job would be taken once more and do nothing.
    const [queue] = await harsh.owner.sql`
      select count(*)::int as n from pgboss.job j
      where j.state < 'completed' and not exists (
        select from job_run r where r.queue_id = j.id::text and r.state = 'done')`;
    expect(queue).toEqual({ n: 0 });
  });
});
