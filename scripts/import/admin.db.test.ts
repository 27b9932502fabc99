import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";

const script = fileURLToPath(new URL("../import.ts", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "triptych-admin-"));
const file = path.join(folder, "receipts.csv");
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  writeFileSync(file, "receipt,line,at,store,customer,product,quantity,amount\nR,L,2024-02-01,S,C,P,1,1\n");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

function run(slug: string, ...more: string[]) {
  const asked = ["--workspace", slug, "--create", `${slug},EUR,Europe/Paris`, "--source", "tills", "--no-run"];
  const node = ["--import", "tsx", script, ...asked, "--admin", "Lea@example.com", ...more, file];
  const env = { ...process.env, DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl };
  const { status, stdout, stderr } = spawnSync(process.execPath, node, { encoding: "utf8", env });
  return { status, stdout, stderr };
}

async function members(): Promise<string[]> {
  const rows = await database.owner.sql<{ told: string }[]>`
    select w.slug || ': ' || coalesce(m.role, 'nobody') as told
    from workspace w left join member m on m.workspace_id = w.id order by w.slug`;
  return rows.map(({ told }) => told);
}

it("--admin: an address with an account is refused and no workspace made, unless --admin-exists", async () => {
  const [first, second, third] = [run("one"), run("two"), run("three", "--admin-exists")];
  expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining("with the password") });
  expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining("add --admin-exists if you know") });
  expect(third).toMatchObject({ status: 0, stdout: expect.stringContaining("is its administrator.") });
  expect(await members()).toEqual(["one: admin", "three: admin"]);
}, 60_000);
