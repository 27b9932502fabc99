import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { testShop } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const header = "receipt,at,store,customer,product,product_name,category,quantity,amount,channel";
const line = (text: string) => `${header}\n${text}\n`;

describe("corrections (D4)", () => {
  it("a receipt that comes again with other lines is replaced as a whole; the old rows are kept aside", async () => {
    const shop = await testShop(database, "whole");
    await shop.import({
      "a.csv": line(
        "R1,2024-03-01,S1,C1,P1,,,1,10,store\nR1,2024-03-01,S1,C1,P2,,,1,5,store\nR2,2024-03-01,S1,C1,P1,,,1,10,store",
      ),
    });
    const report = await shop.import({ "b.csv": line("R1,2024-03-01,S1,C2,P1,,,1,12,store") });
    expect([report.inserted, report.corrected, report.replaced, report.unchanged]).toEqual([1, 0, 2, 0]);
    const rows = await database.owner.sql`
      select amount_minor::int as amount from purchase_line where workspace_id = ${shop.workspaceId} order by 1`;
    expect(rows.map((row) => row.amount)).toEqual([1000, 1200]);
    const aside = await database.owner.sql`
      select (row->>'amount_minor')::int as amount from superseded_row
      where workspace_id = ${shop.workspaceId} and by_batch = ${report.batchId} order by 1`;
    expect(aside.map((row) => row.amount)).toEqual([500, 1000]);
  });

  it("unless one of its lines is refused this time: then nothing of it goes", async () => {
    const shop = await testShop(database, "partly");
    await shop.import({ "a.csv": line("R1,2024-03-01,S1,C1,P1,,,1,10,store\nR1,2024-03-01,S1,C1,P2,,,1,5,store") });
    const report = await shop.import({
      "b.csv": line("R1,2024-03-01,S1,C1,P1,,,1,10,store\nR1,2024-03-01,S1,C1,P2,,,one,5,store"),
    });
    expect([report.unchanged, report.replaced, report.refused]).toEqual([1, 0, 1]);
  });

  it("or the mapping says that files hold parts of receipts", async () => {
    const shop = await testShop(database, "parts");
    const mapping = { wholeReceipts: false };
    await shop.import({ "a.csv": line("R1,2024-03-01,S1,C1,P1,,,1,10,store") }, { mapping });
    const report = await shop.import({ "b.csv": line("R1,2024-03-01,S1,C1,P2,,,1,5,store") }, { mapping });
    expect([report.inserted, report.replaced]).toEqual([1, 0]);
  });

  it("with line ids: the same id with another content, customer included, takes the old one's place", async () => {
    const shop = await testShop(database, "ids");
    const head = "line,receipt,at,store,customer,product,quantity,amount\n";
    await shop.import({ "a.csv": `${head}1,R1,2024-03-01,S1,C1,P1,1,10\n2,R1,2024-03-01,S1,C1,P2,1,5\n` });
    const report = await shop.import({
      "b.csv": `${head}2,R1,2024-03-01,S1,C9,P2,1,5\n3,R1,2024-03-01,S1,C1,P3,1,1\n`,
    });
    expect([report.inserted, report.corrected, report.unchanged]).toEqual([2, 1, 0]);
    const rows = await database.owner.sql`
      select c.reference, p.external_id as product from purchase_line l
      join customer c on c.workspace_id = l.workspace_id and c.customer_id = l.customer_id
      join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
      where l.workspace_id = ${shop.workspaceId} order by 2`;
    expect(rows.map(({ reference, product }) => [reference, product])).toEqual([
      ["C1", "P1"],
      ["C9", "P2"],
      ["C1", "P3"],
    ]);
  });

  it("the same id twice in a file: the later line stays, the earlier is told; equal ones count as repeated", async () => {
    const shop = await testShop(database, "twice");
    const head = "line,receipt,at,store,customer,product,quantity,amount\n";
    const report = await shop.import({
      "a.csv": `${head}1,R1,2024-03-01,S1,C1,P1,1,10\n1,R1,2024-03-01,S1,C1,P1,1,11\n2,R1,2024-03-01,S1,C1,P2,1,5\n2,R1,2024-03-01,S1,C1,P2,1,5\n`,
    });
    expect([report.inserted, report.repeated, report.refused]).toEqual([2, 1, 1]);
    expect((await shop.batch(report.batchId)).rejects).toMatchObject([
      { line: 2, code: "supersededInFile", params: { later: 3 } },
    ]);
  });

  it("identical lines within a receipt stay: three of them are three", async () => {
    const shop = await testShop(database, "identical");
    const same = "R1,2024-03-01,S1,C1,P1,,,1,10,store";
    const report = await shop.import({ "a.csv": line(`${same}\n${same}\n${same}`) });
    expect(report.inserted).toBe(3);
    const fewer = await shop.import({ "b.csv": line(`${same}\n${same}`) });
    expect([fewer.unchanged, fewer.replaced]).toEqual([2, 1]);
  });
});
