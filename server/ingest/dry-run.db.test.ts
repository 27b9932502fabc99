import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { inWorkspace } from "../scope";
import { batchOf } from "./batch-of";
import { type DryRun, dryRun } from "./dry-run";
import { openBatch } from "./open-batch";
import { at, file, type TestImport, type TestShop, testShop } from "./testing";

let database: TestDatabase;
let shop: TestShop;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "trial");
});
afterAll(() => database.drop());

async function tried(content: string, options: TestImport = {}): Promise<DryRun> {
  const { kind = "purchases", mapping = {} } = options;
  const actor = { kind: "command", name: "test" } as const;
  const who = { workspaceId: shop.workspaceId, actor, now: at };
  const { scope, batch } = await inWorkspace(database.app.db, who, async (scope) => {
    const files = [{ role: "facts" as const, name: "x.csv", bytes: content.length, path: null }];
    const { batchId } = await openBatch(scope, { sourceName: "tills", kind, mapping, files });
    const { batch, sourceName } = await batchOf(scope, batchId, { rejects: 0 });
    return { scope, batch: { ...batch, sourceName } };
  });
  const told = await dryRun(shop.workshop, scope, batch, file("x.csv", content));
  if ("fault" in told) throw new Error(told.fault.code);
  return told;
}

/** Everything that an import may write, counted and summed. */
async function contents(): Promise<unknown> {
  const tables = [
    "purchase_line",
    "survey_response",
    "customer",
    "identity",
    "store",
    "product",
    "stock_interval",
    "change",
    "change_scope",
    "change_customer",
    "superseded_row",
    "overwritten_value",
    "touched_customer",
    "store_day",
    "job_run",
    "source",
  ];
  const sums = tables.map(
    (
      table,
    ) => `select '${table}' as name, count(*) as n, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum
      from ${table} t where t.workspace_id = ${shop.workspaceId}`,
  );
  return database.owner.sql.unsafe(sums.join(" union all ")).then((rows) => rows.map((row) => ({ ...row })));
}

const lines = "receipt,line,at,store,customer,product,quantity,amount\n";
const cases: { name: string; options: TestImport; first: string; second: string; outcomes: string[] }[] = [
  {
    name: "purchases",
    options: {},
    first: `${lines}1,a,2026-10-01 10:00,LYO,anna,SCARF,1,39\n1,b,2026-10-01 10:00,LYO,anna,HAT,1,25\n`,
    second: `${lines}1,a,2026-10-01 10:00,LYO,anna,SCARF,1,39\n1,b,2026-10-01 10:00,LYO,ben,HAT,2,50\n2,c,2026-10-02,NAN,,HAT,1,25\n3,d,someday,NAN,,HAT,1,25\n`,
    outcomes: ["unchanged", "changed", "new", "refused"],
  },
  {
    name: "answers",
    options: { kind: "survey_responses" },
    first: "response,customer,at,score\nA,anna,2026-10-03,9\n",
    second: "response,customer,at,score\nA,anna,2026-10-03,7\nB,ben,2026-10-03,10\nC,ben,2026-10-03,11\n",
    outcomes: ["changed", "new", "refused"],
  },
  {
    name: "customers",
    options: { kind: "customers" },
    first: "customer,home_area\nanna,69\nben,75\n",
    second: "customer,home_area\nanna,33\nben,75\ncleo,13\n,13\n",
    outcomes: ["changed", "unchanged", "new", "refused"],
  },
  {
    name: "stores",
    options: { kind: "stores" },
    first: "store,name,zone\nLYO,Lyon,Europe/Paris\n",
    second: "store,name,zone\nLYO,Lyon Quai,\nNAN,NAN,\nPAR,Paris,Mars\nBOR,Bordeaux,\n",
    outcomes: ["changed", "unchanged", "refused", "new"],
  },
  {
    name: "products",
    options: { kind: "products" },
    first: "product,name,category\nSCARF,Scarf,Women / Wool\n",
    second: "product,name,category\nSCARF,Scarf,Women / Silk\nHAT,HAT,\nBAG,Bag,Extras\n",
    outcomes: ["changed", "unchanged", "new"],
  },
  {
    name: "stock",
    options: { kind: "stock" },
    first: "store,product,date,in_stock\nLYO,SCARF,2026-10-01,yes\nLYO,HAT,2026-10-01,yes\n",
    second: "store,product,date,in_stock\nLYO,SCARF,2026-10-01,no\nLYO,HAT,2026-10-01,yes\nNAN,HAT,2026-10-01,yes\n",
    outcomes: ["changed", "unchanged", "new"],
  },
  {
    name: "changes",
    options: { kind: "changes" },
    first:
      "change,title,moved,kind,state,start\nM,A move,store,moved,,2026-11-02\nL,A letter,client,communication,draft,\n",
    second:
      "change,title,moved,kind,state,start\nM,The move,store,moved,,2026-11-02\nL,A letter,client,communication,draft,\nN,News,store,layout,,2026-11-02\nX,Xx,store,moved,,2026-11-02\n",
    outcomes: ["changed", "unchanged", "new", "refused"],
  },
  {
    name: "people of a change",
    options: { kind: "change_customers" },
    first: "change,customer\nL,anna\n",
    second: "change,customer\nL,anna\nL,ben\nL,zoe\nM,anna\n",
    outcomes: ["unchanged", "new", "refused", "refused"],
  },
];

describe("a dry run", () => {
  for (const { name, options, first, second, outcomes } of cases) {
    it(`of ${name} writes nothing and says, row by row, what the import then does`, async () => {
      await shop.import({ "x.csv": first }, { ...options, mapping: {} });
      const before = await contents();
      const told = await tried(second, options);
      expect(await contents()).toEqual(before);
      expect(told.rows.map(({ outcome }) => outcome)).toEqual(outcomes);
      expect(told.rows.map(({ line }) => line)).toEqual(outcomes.map((_, i) => i + 2));
      const {
        seconds: _,
        batchId: __,
        ...report
      } = await shop.import({ "x.csv": second }, { ...options, mapping: {} });
      expect(told.report).toEqual(report);
      expect(told.whole).toBe(true);
    });
  }

  it("tells what a row would change, from what to what", async () => {
    const told = await tried(`${lines}1,a,2026-10-01 11:30,NAN,anna,SCARF,2,78\n`);
    expect(told.rows[0]?.changes).toEqual([
      { field: "time", from: "10:00", to: "11:30" },
      { field: "store", from: "LYO", to: "NAN" },
      { field: "quantity", from: "1", to: "2" },
      { field: "amount", from: "39", to: "78" },
    ]);
    const shops = await tried("store,name,successor\nLYO,Lyon,NAN\n", { kind: "stores" });
    expect(shops.rows[0]?.changes).toEqual([
      { field: "name", from: "Lyon Quai", to: "Lyon" },
      { field: "successor_id", from: "", to: "NAN" },
    ]);
  });

  it("of a long file tries whole lines of its first megabyte, never a part of a quoted cell", async () => {
    const filler = `"${"two\nlines ".repeat(20)}"`;
    const rows = Array.from({ length: 6_000 }, (_, i) => `${i},l${i},2026-10-05,LYO,anna,P${i % 9},1,1,${filler}`);
    const told = await tried(`receipt,line,at,store,customer,product,quantity,amount,note\n${rows.join("\n")}\n`);
    expect(told.whole).toBe(false);
    expect(told.report.refused).toBe(0);
    expect(told.report.rows).toBeGreaterThan(3_000);
    expect(told.report.rows).toBeLessThan(6_000);
    expect(told.rows).toHaveLength(200);
  });

  it("of a file that cannot be read says why", async () => {
    await expect(tried("receipt,at\n1,2026-01-01\n")).rejects.toThrow("ingest.missingColumn");
  });
});
