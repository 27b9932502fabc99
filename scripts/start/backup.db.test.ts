import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { applicationUrl } from "../../db/application-url";
import { connect } from "../../db/client";
import { startEmbedded } from "../../db/embedded";
import { TEST_SETTINGS } from "../../db/embedded/settings";
import { migrate, migrationState } from "../../db/migrate";
import { type TestDatabase, testDatabase } from "../../db/testing";
import { checksums, testShop } from "../../server/ingest/testing";
import { queues } from "../../server/jobs/queues";
import { backUp, restore } from "./backup";
import { newStateFolder } from "./testing";

const rows = Array.from({ length: 300 }, (_, i) => `R${i},2024-01-${10 + (i % 20)},S1,C${i % 40},P${i % 9},1,${i}.50`);
const csv = `receipt,at,store,customer,product,quantity,amount\n${rows.join("\n")}\n`;

/** A workspace with an import in it, and what it holds. */
async function shopIn(ownerUrl: string) {
  const [owner, app] = [connect(ownerUrl, { max: 2 }), connect(applicationUrl(ownerUrl) ?? "", { max: 2 })];
  const database: TestDatabase = { ownerUrl, appUrl: "", owner, app, drop: async () => {} };
  const shop = await testShop(database, "kept");
  await shop.import({ "sales.csv": csv });
  await Promise.all([owner.close(), app.close()]);
  return { workspaceId: shop.workspaceId, sums: await checksums(ownerUrl, shop.workspaceId) };
}

describe("stop, copy, start", () => {
  const [first, second] = [newStateFolder(), newStateFolder()];
  const backup = path.join(mkdtempSync(path.join(tmpdir(), "triptych-backup-")), "monday");
  const homes = new Set<string>([first, second, path.dirname(backup)]);
  const open = async (stateFolder: string) => {
    const server = await startEmbedded({ stateFolder, settings: { ...TEST_SETTINGS, fsync: "on" } });
    homes.add(server.home);
    return server;
  };
  afterAll(() => {
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  });

  it("in another folder the database, the secret and what was uploaded are there again", async () => {
    const server = await open(first);
    const admin = postgres(server.url("postgres"), { max: 1 });
    await admin`create database triptych`;
    await admin.end();
    await migrate({ ownerUrl: server.url("triptych"), queues });
    const { workspaceId, sums } = await shopIn(server.url("triptych"));
    await server.stop();
    writeFileSync(path.join(first, "auth-secret"), "a secret", { mode: 0o600 });
    await backUp(first, backup);
    restore(backup, second);
    const again = await open(second);
    expect(await migrationState(again.url("triptych"))).toEqual({ kind: "current" });
    expect(await checksums(again.url("triptych"), workspaceId)).toEqual(sums);
    expect(sums.lines?.split(":")[0]).toBe("300");
    await again.stop();
    expect(readFileSync(path.join(second, "auth-secret"), "utf8")).toBe("a secret");
  });
  it("nothing is written over, neither by a backup nor by its return", async () => {
    await expect(backUp(first, backup)).rejects.toThrow("is there already: name a folder that is not");
    expect(() => restore(backup, second)).toThrow("is not empty: move it away");
    expect(() => restore(second.replace(/$/, "-none"), first)).toThrow("is no backup of Triptych");
  });
  it("not while Triptych runs in the folder", async () => {
    writeFileSync(path.join(first, "running.json"), JSON.stringify({ pid: process.ppid, what: "start" }));
    await expect(backUp(first, `${backup}-2`)).rejects.toThrow("already runs from this folder");
    expect(existsSync(`${backup}-2`)).toBe(false);
  });
});

describe("pg_dump of a server of one's own", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it("brings rows, rights and policies back", async (context) => {
    const [{ major } = { major: 0 }] = await database.owner.sql<{ major: number }[]>`
      select current_setting('server_version_num')::int / 10000 as major`;
    const dumper = spawnSync("pg_dump", ["--version"], { encoding: "utf8" }).stdout ?? "";
    const able = Number(/(\d+)\./.exec(dumper)?.[1] ?? 0);
    context.skip(able < major, `pg_dump ${able || "none"} cannot read PostgreSQL ${major}`);
    const { workspaceId, sums } = await shopIn(database.ownerUrl);
    const url = new URL(inject("templateUrl"));
    url.pathname = "/brought_back";
    const admin = postgres(inject("templateUrl"), { max: 1 });
    await admin`create database brought_back`;
    try {
      const dump = execFileSync("pg_dump", ["--format=custom", database.ownerUrl], { maxBuffer: 64 * 1024 * 1024 });
      execFileSync("pg_restore", ["--exit-on-error", `--dbname=${url}`], { input: dump });
      expect(await migrationState(url.toString())).toEqual({ kind: "current" });
      expect(await checksums(url.toString(), workspaceId)).toEqual(sums);
      const app = connect(applicationUrl(url.toString()) ?? "", { max: 1 });
      expect(await app.sql`select count(*)::int as n from purchase_line`).toEqual([{ n: 0 }]);
      await app.close();
    } finally {
      await admin`drop database brought_back with (force)`;
      await admin.end();
    }
  });
});
