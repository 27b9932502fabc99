import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { openBatch } from "../ingest/open-batch";
import { type TestShop, testShop } from "../ingest/testing";
import { trialPath } from "../ingest/upload-folder";
import { type Admin, adminOf } from "./testing";

let database: TestDatabase;
let shop: TestShop;
let admin: Admin;
const folder = mkdtempSync(path.join(tmpdir(), "triptych-erased-"));
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "rejects");
  admin = adminOf(database, shop);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

const long = `${"word ".repeat(38)}anna@exam…`;
const values: [value: string, left: string][] = [
  ["ANNA-7", ""],
  ["Spoke to anna-7 about it", ""],
  ["please write to Anna@Example.com!", ""],
  ["call 06 12 34 56 78, or 2024-01-01", ""],
  ["Mme elodie martin was here", ""],
  [long, `${"word ".repeat(38)}…`],
  ["please write to bruno@example.com!", "please write to bruno@example.com!"],
  ["31/02/2026", "31/02/2026"],
];

describe("refused rows of somebody who is erased", () => {
  it("keep no value that holds them, wherever it stands in it; the rows stay, and so do others' values", async () => {
    const { sql } = database.owner;
    const { workspaceId } = shop;
    const { batchId } = await shop.import(
      {
        "people.csv":
          "customer,email,phone,name,tier\nANNA-7,anna@example.com,06 12 34 56 78,Élodie Martin,gold\nBRUNO,bruno@example.com,,Bruno Roy,gold\n",
      },
      { kind: "customers", mapping: { attributes: ["name", "tier"] } },
    );
    for (const [i, [value]] of values.entries()) {
      await sql`
        insert into import_reject (workspace_id, batch_id, file, line, "column", value, code, params)
        values (${workspaceId}, ${batchId}, 'a.csv', ${i + 2}, 'comment', ${value}, 'tooLong', ${JSON.stringify({ max: 20, other: value })}::text::jsonb)`;
    }
    await sql`
      update import_batch set error = ${JSON.stringify({ code: "ingest.allRefused", params: { line: 2, value: "gone: ANNA@example.com" } })}::text::jsonb
      where workspace_id = ${workspaceId} and id = ${batchId}`;
    const id = await admin.erase(await admin.person("ANNA-7"));
    const rows = await sql<{ value: string; params: { max: number; other: string } }[]>`
      select value, params from import_reject where workspace_id = ${workspaceId} and batch_id = ${batchId} order by line`;
    expect(rows.map((row) => row.value)).toEqual(values.map(([, left]) => left));
    expect(rows.map((row) => row.params.max)).toEqual(values.map(() => 20));
    expect(rows[2]?.params.other).toBe("");
    expect((await shop.batch(batchId)).batch.error).toMatchObject({ params: { line: 2, value: "" } });
    const [done] = await sql`select state, removed from erasure where id = ${id}`;
    expect(done).toMatchObject({ state: "done", removed: { import_reject: 5 } });
  });
});

describe("an upload that waits", () => {
  it("stays; what trying it said is made again without whoever was erased", async () => {
    const { sql } = database.owner;
    const upload = path.join(folder, "upload");
    const content = "customer,email\nBRUNO,bruno@example.com\nCARLA,carla@example.com\n";
    writeFileSync(upload, content);
    writeFileSync(trialPath(upload), JSON.stringify({ mapping: {}, told: "BRUNO, who came in 2024" }));
    await admin.enter(async (scope) => {
      const files = [{ role: "facts" as const, name: "people.csv", bytes: content.length, path: upload }];
      const { batchId } = await openBatch(scope, { sourceName: "tills", kind: "customers", mapping: {}, files });
      await scope.db.execute(`update import_batch set state = 'uploaded' where id = ${batchId}`);
    });
    await admin.erase(await admin.person("BRUNO"));
    expect(existsSync(upload)).toBe(true);
    const told = readFileSync(trialPath(upload), "utf8");
    expect(told).toContain("suppressed");
    expect(told).not.toContain("who came in 2024");
    const [left] =
      await sql`select count(*)::int as n from customer where workspace_id = ${shop.workspaceId} and kind = 'person'`;
    expect(left?.n).toBe(0);
  });
});
