import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "@/db/client";
import { serverAccount } from "@/db/embedded/account";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { databaseFault } from "../database-fault";
import { receiveUpload } from "./receive-upload";
import { checksums, testShop } from "./testing";

const folder = mkdtempSync(path.join(tmpdir(), "triptych-full-"));
const disk = path.join(folder, "disk");
chmodSync(folder, 0o755);
mkdirSync(disk);
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]).status === 0;
const space = `small_${path.basename(folder).replace(/\W/g, "_").toLowerCase()}`;
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.drop();
  if (mounted) spawnSync("umount", [disk]);
  rmSync(folder, { recursive: true, force: true });
});

const rows = Array.from({ length: 20_000 }, (_, i) => {
  const day = new Date(Date.UTC(2024, 0, 1 + (i % 300))).toISOString().slice(0, 10);
  return `R${i >> 1},${day},S${i % 9},C${i % 999},P${i % 400},1,${i % 90}.99`;
});
const sales = { "sales.csv": `receipt,at,store,customer,product,quantity,amount\n${rows.join("\n")}\n` };

describe.skipIf(!mounted)("a disk of 2 MB (skipped where mounting is refused)", () => {
  it("fills while rows are staged: nothing is kept, the sentence says why; with room again all of it comes in", async () => {
    const tables = path.join(disk, "tables");
    mkdirSync(tables);
    const account = serverAccount();
    if (account) chownSync(tables, account.uid, account.gid);
    const peaceful = await testShop(database, "peaceful");
    await peaceful.import(sales);
    const { sql } = database.owner;
    const [{ name } = { name: "" }] = await sql<{ name: string }[]>`select current_database() as name`;
    await sql.unsafe(`create tablespace ${space} location '${tables}'`);
    await sql.unsafe(`alter database "${name}" set temp_tablespaces = '${space}'`);
    const cramped: TestDatabase = { ...database, owner: connect(database.ownerUrl, { max: 2 }) };
    const shop = await testShop(cramped, "full");
    const failure = await shop.import(sales).catch((error: unknown) => error);
    expect(databaseFault(failure)?.code).toBe("diskFull");
    const { batch } = await shop.latest();
    expect(batch).toMatchObject({ state: "failed", error: { code: "diskFull" } });
    const [left] = await sql`select count(*)::int as n from purchase_line where workspace_id = ${shop.workspaceId}`;
    expect(left).toEqual({ n: 0 });
    await cramped.owner.close();
    await sql.unsafe(`alter database "${name}" reset temp_tablespaces`);
    await sql.unsafe(`drop tablespace ${space}`);
    shop.workshop.owner = connect(database.ownerUrl, { max: 2 });
    expect((await shop.import(sales)).inserted).toBe(20_000);
    await shop.workshop.owner.close();
    expect(await checksums(database.ownerUrl, shop.workspaceId)).toEqual(
      await checksums(database.ownerUrl, peaceful.workspaceId),
    );
  });

  it("fills while a file is uploaded: the sentence says why, and no half of it stays", async () => {
    const target = path.join(disk, "uploads", "1");
    const form = new FormData();
    form.set("file", new Blob([`at,store\n${"x".repeat(3_000_000)}\n`]), "sales.csv");
    const request = new Request("http://localhost/upload", { method: "POST", body: form });
    await expect(receiveUpload(request, target)).rejects.toMatchObject({ code: "diskFull" });
    expect(existsSync(target)).toBe(false);
  });
});
