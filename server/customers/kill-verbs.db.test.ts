import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { checksums, type TestShop, testShop } from "../ingest/testing";
import { undo } from "../ingest/undo";
import { seededRandom } from "../stats/random";
import { askErasure } from "./ask-erasure";
import { askJoin } from "./ask-join";
import { type Admin, adminOf } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const lines = 3_000;
const head = "receipt,line,at,store,customer,product,quantity,amount";

function file(from: number, to: number, cents: number): string {
  const rows = Array.from({ length: to - from }, (_, i) => {
    const n = from + i;
    const day = new Date(Date.UTC(2024, 0, 1 + (n % 300))).toISOString().slice(0, 10);
    return `R${n >> 1},L${n},${day},S${n % 5},C${n % 3},P${n % 40},1,${n % 90}.${cents}`;
  });
  return [head, ...rows, ""].join("\n");
}

/** Two files, of which the second one corrects half of the first; everything bought by three people. */
async function filled(slug: string): Promise<{ shop: TestShop; admin: Admin; second: number }> {
  const shop = await testShop(database, slug);
  await shop.import({ "a.csv": file(0, lines, 10) });
  const { batchId } = await shop.import({ "b.csv": file(lines / 2, lines + lines / 2, 20) });
  await database.owner.sql`delete from pgboss.job where data ->> 'workspaceId' = ${String(shop.workspaceId)}`;
  await database.owner.sql`delete from job_run where workspace_id = ${shop.workspaceId}`;
  return { shop, admin: adminOf(database, shop), second: batchId };
}

type Filled = Awaited<ReturnType<typeof filled>>;

const verbs: Record<string, (of: Filled) => Promise<unknown>> = {
  undo: ({ admin, second }) => admin.enter((scope) => undo(scope, { id: second })),
  join: async ({ admin }) => {
    const [from, into] = [await admin.person("C1"), await admin.person("C0")];
    return admin.enter((scope) => askJoin(scope, { from, into }));
  },
  erasure: async ({ admin }) => {
    const id = await admin.person("C2");
    return admin.enter((scope) => askErasure(scope, { id }));
  },
};

/** A process of its own that runs what waits for the workspace; it says "ready" before it begins. */
function work(workspaceId: number): ChildProcess {
  const code = `
    const { connect } = await import("@/db/client");
    const { handlers } = await import("@/server/jobs/registry");
    const { runChain } = await import("@/server/jobs/run-chain");
    const [owner, app] = [connect(process.env.DATABASE_URL), connect(process.env.DATABASE_APP_URL)];
    console.log("ready");
    await runChain({ owner, app, clock: () => new Date("2026-11-21T09:00:00Z") }, ${workspaceId}, handlers);
    process.exit(0);`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    env: { ...process.env, DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Gives the killed process's job back to its queue, as the worker does after half a minute of silence (jobs/recover.ts). */
async function giveBack(workspaceId: number): Promise<void> {
  await database.owner.sql`
    update pgboss.job set state = 'created'
    where data ->> 'workspaceId' = ${String(workspaceId)} and state = 'active'`;
  await database.owner.sql`
    update job_run set state = 'queued' where workspace_id = ${workspaceId} and state = 'running'`;
}

describe("kill -9 of the working process", () => {
  for (const [name, ask] of Object.entries(verbs)) {
    it(`during ${name}, at random moments: all of it or nothing, and run again nothing is lost or doubled`, async () => {
      const sums = ({ shop }: Filled) => checksums(database.ownerUrl, shop.workspaceId);
      const peaceful = await filled(`peace-${name}`);
      await ask(peaceful);
      const began = performance.now();
      await peaceful.admin.jobs();
      const usual = performance.now() - began;
      const after = await sums(peaceful);
      const killed = await filled(`killed-${name}`);
      const before = await sums(killed);
      expect(before).not.toEqual(after);
      await ask(killed);
      const random = seededRandom(name.length);
      for (let i = 0; i < 3; i++) {
        const child = work(killed.shop.workspaceId);
        if (child.stdout) await once(child.stdout, "data");
        await Promise.race([wait(usual * 0.7 * random()), once(child, "exit")]);
        child.kill("SIGKILL");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
        expect([before, after]).toContainEqual(await sums(killed));
        await giveBack(killed.shop.workspaceId);
      }
      await killed.admin.jobs();
      expect(await sums(killed)).toEqual(after);
    }, 300_000);
  }
});
