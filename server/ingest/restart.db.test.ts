import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applicationUrl } from "@/db/application-url";
import { type Connection, connect } from "@/db/client";
import { type EmbeddedServer, startEmbedded } from "@/db/embedded";
import { TEST_SETTINGS } from "@/db/embedded/settings";
import { migrate } from "@/db/migrate";
import type { TestDatabase } from "@/db/testing";
import { newStateFolder } from "@/scripts/start/testing";
import { queues } from "../jobs/queues";
import { inWorkspace } from "../scope";
import { seededRandom } from "../stats/random";
import { checksums, testShop } from "./testing";

const stateFolder = newStateFolder();
const folder = mkdtempSync(path.join(tmpdir(), "triptych-restart-"));
const script = fileURLToPath(new URL("../../scripts/import.ts", import.meta.url));
const sales = path.join(folder, "sales.csv");
let server: EmbeddedServer;
let database: TestDatabase;

const open = () => startEmbedded({ stateFolder, settings: { ...TEST_SETTINGS, fsync: "on", full_page_writes: "on" } });

beforeAll(async () => {
  server = await open();
  const admin = postgres(server.url("postgres"), { max: 1 });
  await admin`create database restarted`;
  await admin.end();
  const ownerUrl = server.url("restarted");
  await migrate({ ownerUrl, queues });
  const appUrl = applicationUrl(ownerUrl) ?? "";
  const [owner, app] = [connect(ownerUrl, { max: 2 }), connect(appUrl, { max: 4 })];
  database = { ownerUrl, appUrl, owner, app, drop: async () => {} };
  const rows = Array.from({ length: 30_000 }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + (i % 300))).toISOString().slice(0, 10);
    return `R${i >> 1},${day},S${i % 9},C${i % 999},P${i % 400},1,${i % 90}.99`;
  });
  writeFileSync(sales, `receipt,at,store,customer,product,quantity,amount\n${rows.join("\n")}\n`);
});
afterAll(async () => {
  await Promise.all([database.owner.close(), database.app.close()]);
  await server.stop();
  for (const each of [folder, stateFolder, server.home]) rmSync(each, { recursive: true, force: true });
});

/** The import command; its exit code and what it said. */
async function importOnce(slug: string): Promise<{ code: number | null; said: string }> {
  const args = ["--workspace", slug, "--source", "tills", "--batch-size", "1000", "--no-run", sales];
  const child = fork(script, args, {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.on("data", (piece: Buffer) => {
    said += piece;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

/** Asks as pages do, one question after another, until told to stop. A question that is never answered stops it. */
function askAsPagesDo(app: Connection, workspaceId: number) {
  const heard = { answers: 0, refusals: 0, stop: false };
  const who = { workspaceId, actor: { kind: "job", name: "page" } as const, now: new Date("2026-11-21T09:00:00Z") };
  const asking = (async () => {
    while (!heard.stop) {
      await inWorkspace(app.db, who, async (scope) => scope.workspace.slug)
        .then(() => heard.answers++)
        .catch(() => heard.refusals++);
      await new Promise(setImmediate);
    }
  })();
  return { heard, asking };
}

/** Whether an import has begun to read and is not over. */
async function isUnderWay(workspaceId: number): Promise<boolean> {
  const [row] = await database.owner.sql<{ n: number }[]>`
    select count(*)::int as n from import_batch
    where workspace_id = ${workspaceId} and state in ('reading', 'merging') and heartbeat_at > now() - interval '1 minute'
      and id = (select max(id) from import_batch where workspace_id = ${workspaceId})`;
  return row?.n === 1;
}

describe("the database restarted under load", () => {
  it("at 3 random moments of an import and of pages being read: all of it or nothing; pages answer again by themselves", async () => {
    const peaceful = await testShop(database, "peaceful");
    const began = performance.now();
    expect((await importOnce("peaceful")).code).toBe(0);
    const usual = performance.now() - began;
    const expected = await checksums(database.ownerUrl, peaceful.workspaceId);
    expect(expected.lines?.split(":")[0]).toBe("30000");
    const random = seededRandom(3);
    const shop = await testShop(database, "restarted");
    const pages = askAsPagesDo(database.app, shop.workspaceId);
    let failures = 0;
    for (let i = 0; i < 3; i++) {
      const importing = importOnce("restarted");
      await expect.poll(() => isUnderWay(shop.workspaceId), { timeout: 60_000, interval: 20 }).toBe(true);
      await wait(i === 0 ? 0 : usual * 0.4 * random());
      await server.stop();
      server = await open();
      const { code, said } = await importing;
      if (code !== 0) failures++;
      expect(said.split("\n").filter((line) => line.startsWith("    at "))).toEqual([]);
      const [left] = await database.owner.sql<{ n: number }[]>`
        select count(*)::int as n from purchase_line where workspace_id = ${shop.workspaceId}`;
      expect([0, 30_000]).toContain(left?.n);
    }
    const answered = pages.heard.answers;
    expect((await importOnce("restarted")).code).toBe(0);
    pages.heard.stop = true;
    await pages.asking;
    expect(pages.heard.answers).toBeGreaterThan(answered);
    expect(failures).toBeGreaterThan(0);
    expect(await checksums(database.ownerUrl, shop.workspaceId)).toEqual(expected);
  });
});
