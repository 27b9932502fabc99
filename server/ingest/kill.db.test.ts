import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { seededRandom } from "../stats/random";
import { checksums, testShop } from "./testing";

let database: TestDatabase;
const folder = mkdtempSync(path.join(tmpdir(), "triptych-kill-"));
const files = [path.join(folder, "a.csv"), path.join(folder, "b.csv")];
const script = fileURLToPath(new URL("../../scripts/import.ts", import.meta.url));

beforeAll(async () => {
  database = await testDatabase();
  const head = "receipt,at,store,customer,product,quantity,amount\n";
  const rows = Array.from({ length: 20_000 }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + (i % 300))).toISOString().slice(0, 10);
    return `R${i >> 1},${day},S${i % 9},${i % 7 === 0 ? "" : `C${i % 999}`},P${i % 400},1,${i % 90}.99`;
  });
  for (const [i, file] of files.entries()) {
    writeFileSync(file, `${head}${rows.slice(i * 10_000, (i + 1) * 10_000).join("\n")}\n`);
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

function start(slug: string): ChildProcess {
  const args = ["--workspace", slug, "--source", "tills", "--batch-size", "1000", "--no-run", ...files];
  return fork(script, args, {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

describe("kill -9 of the importing process", () => {
  it("at 20 random moments leaves all of it or nothing; run again, the facts are those of an import left in peace", async () => {
    const peaceful = await testShop(database, "peaceful");
    const began = performance.now();
    await once(start("peaceful"), "exit");
    const usual = performance.now() - began;
    const expected = await checksums(database.ownerUrl, peaceful.workspaceId);
    expect(expected.lines?.split(":")[0]).toBe("20000");
    const random = seededRandom(20);
    const shop = await testShop(database, "killed");
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const child = start("killed");
      await Promise.race([wait(usual * (0.2 + 0.85 * random())), once(child, "exit")]);
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      const [left] = await database.owner.sql<{ n: number }[]>`
        select count(*)::int as n from purchase_line where workspace_id = ${shop.workspaceId}`;
      seen.add(String(left?.n));
      expect([0, 20_000]).toContain(left?.n);
      if (left?.n === 20_000) expect(await checksums(database.ownerUrl, shop.workspaceId)).toEqual(expected);
    }
    const [code] = await once(start("killed"), "exit");
    expect(code).toBe(0);
    expect(await checksums(database.ownerUrl, shop.workspaceId)).toEqual(expected);
    const open = await database.owner.sql`
      select state from import_batch where workspace_id = ${shop.workspaceId} and state in ('reading', 'merging')`;
    expect(open).toEqual([]);
  }, 400_000);
});
