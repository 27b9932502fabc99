import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { rejectSentence } from "./reject-sentence";
import { type TestShop, testShop } from "./testing";

let database: TestDatabase;
let shop: TestShop;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "catalogue");
});
afterAll(() => database.drop());

const refusals = async () =>
  (await shop.latest()).rejects.map((reject) => rejectSentence(reject, "en").replace(/^\S+, /, ""));
const overwritten = (batchId: number) =>
  database.owner.sql<{ code: string; column: string; before: unknown; after: unknown }[]>`
    select coalesce(s.external_id, p.external_id) as code, o.column_name as column, o.before, o.after
    from overwritten_value o
    left join store s on s.workspace_id = o.workspace_id and s.id = o.row_id and o.table_name = 'store'
    left join product p on p.workspace_id = o.workspace_id and p.id = o.row_id and o.table_name = 'product'
    where o.workspace_id = ${shop.workspaceId} and o.by_batch = ${batchId} and o.table_name <> 'customer'
    order by 1, 2`;

describe("a file of stores", () => {
  const stores = (rows: string) => ({
    "s.csv": `store,name,zone,lat,lon,region,format,hours,opened_on,closed_on,successor\n${rows}`,
  });
  it("two new ones, then one changed, one alike: each value that was written over is kept", async () => {
    const first = await shop.import(
      stores("A,Lyon,,45.7,4.8,Rhône,town,Mo-Sa 10:00-19:00,2015-09-01,,B\nB,Quai,Europe/Paris,,,,,,,,"),
      { kind: "stores" },
    );
    expect(first).toMatchObject({
      rows: 2,
      kept: 2,
      inserted: 2,
      corrected: 0,
      unchanged: 0,
      refused: 0,
      newStores: 2,
    });
    expect((await overwritten(first.batchId)).map(({ code, column }) => [code, column])).toEqual([
      ["A", "*"],
      ["B", "*"],
    ]);
    const second = await shop.import(stores("A,Lyon Part-Dieu,,,,,,,,,\nB,Quai,,,,,,,,,"), { kind: "stores" });
    expect(second).toMatchObject({ inserted: 0, corrected: 1, unchanged: 1 });
    expect(await overwritten(second.batchId)).toMatchObject([
      { code: "A", column: "name", before: "Lyon", after: "Lyon Part-Dieu" },
    ]);
    const [lyon] = await database.owner.sql`
      select s.name, s.lat, s.hours, s.opened_on::text as opened, n.external_id as successor
      from store s left join store n on n.id = s.successor_id
      where s.workspace_id = ${shop.workspaceId} and s.external_id = 'A'`;
    expect(lyon).toMatchObject({ name: "Lyon Part-Dieu", lat: 45.7, opened: "2015-09-01", successor: "B" });
    expect(Object.keys(lyon?.hours as object)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });
  it("what is wrong with a row is said in one sentence", async () => {
    const wrong = [
      "C1,,Mars/Olympus,,,,,,,,",
      "C2,,,91,,,,,,,",
      "C3,,,,,,,whenever,,,",
      "C4,,,,,,,,2020-01-01,2019-01-01,",
      "C5,,,,,,,,,,C5",
      "C6,,,,,,,,,,nowhere",
      "C7,one,,,,,,,,,",
      "C7,two,,,,,,,,,",
      "C8,,+02:00,,,,,,,,",
    ];
    const report = await shop.import(stores(wrong.join("\n")), { kind: "stores" });
    expect(report).toMatchObject({ kept: 1, inserted: 1, refused: 8 });
    expect(await refusals()).toEqual([
      'line 2: zone is "Mars/Olympus", which is no time zone. Use a name such as Europe/Paris.',
      'line 3: lat is "91", which is not a number from -90 to 90. Correct it.',
      'line 4: hours is "whenever", which are no opening hours. Write them like Mo-Sa 10:00-19:00; Su 14:00-18:00.',
      'line 5: closed_on is "2019-01-01", before the store opened on 2020-01-01. Correct one of them.',
      "line 6: successor is the same as the row itself. Name the one that took its place.",
      'line 7: successor is "nowhere", which neither this file nor an earlier one knows. Add its row, or correct the code.',
      "line 8: the id of this line comes again on line 9 with other content; the later one was kept. Give each line an id of its own.",
      'line 10: zone is "+02:00", which is no time zone. Use a name such as Europe/Paris.',
    ]);
    await expect(shop.import({ "s.csv": "name\nX\n" }, { kind: "stores" })).rejects.toMatchObject({
      code: "ingest.missingColumn",
    });
  });
});

describe("a corrected zone", () => {
  it("moves the lines of that store to their day there, under the same keys, and their buyers are derived again", async () => {
    const lines = "receipt,line,at,store,customer,product,amount,channel\n";
    const bought = await shop.import({
      "p.csv": `${lines}Z1,z1,2024-05-01T23:30:00Z,Z,anna,P,1,store\nZ2,z2,2024-05-02T10:00:00Z,Z,ben,P,1,store\nZ3,z3,2024-05-01T23:30:00Z,Z,cleo,P,1,web\n`,
    });
    const read = () => database.owner.sql`
      select c.reference as who, l.day::text as day, l.minute, encode(l.line_key, 'hex') as key, l.batch_id::int as batch
      from purchase_line l join customer c using (workspace_id, customer_id)
      join store s on s.workspace_id = l.workspace_id and s.id = l.store_id
      where l.workspace_id = ${shop.workspaceId} and s.external_id = 'Z' order by 1`;
    const before = await read();
    expect(before.map(({ who, day, minute }) => [who, day, minute])).toEqual([
      ["anna", "2024-05-02", 90],
      ["ben", "2024-05-02", 720],
      ["cleo", "2024-05-02", 90],
    ]);
    await database.owner.sql`delete from touched_customer where workspace_id = ${shop.workspaceId}`;
    await shop.import({ "s.csv": "store,zone\nZ,America/New_York\n" }, { kind: "stores" });
    const after = await read();
    expect(after.map(({ who, day, minute }) => [who, day, minute])).toEqual([
      ["anna", "2024-05-01", 19 * 60 + 30],
      ["ben", "2024-05-02", 6 * 60],
      ["cleo", "2024-05-02", 90],
    ]);
    expect(after.map(({ key, batch }) => [key, batch])).toEqual(before.map(({ key, batch }) => [key, batch]));
    expect(after[0]?.batch).toBe(bought.batchId);
    const touched = await database.owner.sql`
      select c.reference as who, t.from_day::text as day from touched_customer t join customer c using (workspace_id, customer_id)
      where t.workspace_id = ${shop.workspaceId} order by 1`;
    expect(touched).toMatchObject([
      { who: "anna", day: "2024-05-01" },
      { who: "ben", day: "2024-05-02" },
    ]);
    const days = await database.owner.sql`
      select d.day::text as day, d.lines from store_day d join store s on s.workspace_id = d.workspace_id and s.id = d.store_id
      where d.workspace_id = ${shop.workspaceId} and s.external_id = 'Z' and d.day <= '2024-05-02' order by 1`;
    expect(days).toMatchObject([
      { day: "2024-05-01", lines: 1 },
      { day: "2024-05-02", lines: 2 },
    ]);
  });
});

describe("a file of products", () => {
  it("category path in one column or several, attributes, a flag; who bought what is judged otherwise is derived again", async () => {
    await shop.import({
      "p.csv":
        "receipt,line,at,store,customer,product,amount\nB1,b1,2024-06-01,A,dora,BAG,1\nB2,b2,2024-06-03,A,dora,BAG,1\n",
    });
    await database.owner.sql`delete from touched_customer where workspace_id = ${shop.workspaceId}`;
    const report = await shop.import(
      { "g.csv": "sku,label,dep,fam,sell,colour\nBAG,Bag,Extras,Bags,no,red\nJUM,Jumper,Women,Knitwear,yes,\n" },
      {
        kind: "products",
        mapping: {
          columns: { product: "sku", name: "label", merchandise: "sell" },
          categories: ["dep", "fam"],
          attributes: ["colour"],
        },
      },
    );
    expect(report).toMatchObject({ inserted: 1, corrected: 1, newProducts: 1, refused: 0 });
    expect((await overwritten(report.batchId)).map(({ code, column }) => `${code}.${column}`)).toEqual([
      "BAG.attributes",
      "BAG.merchandise",
      "BAG.name",
      "BAG.parent_id",
      "BAG.path",
      "Extras.*",
      "Extras / Bags.*",
      "JUM.*",
      "Women.*",
      "Women / Knitwear.*",
    ]);
    const touched = await database.owner.sql`
      select c.reference as who, t.from_day::text as day from touched_customer t join customer c using (workspace_id, customer_id)
      where t.workspace_id = ${shop.workspaceId}`;
    expect(touched).toMatchObject([{ who: "dora", day: "2024-06-01" }]);
    const again = await shop.import(
      { "g.csv": "product,name,category\nBAG,Bag,Extras > Bags\n" },
      { kind: "products", mapping: {} },
    );
    expect(again).toMatchObject({ inserted: 0, corrected: 0, unchanged: 1 });
  });
  it("purchases that bring another name keep the one they wrote over", async () => {
    const header = "receipt,line,at,store,store_name,customer,product,product_name,amount";
    const report = await shop.import({ "p.csv": `${header}\nN1,n1,2024-06-05,A,Lyon Gare,dora,JUM,Pull,1\n` });
    expect(await overwritten(report.batchId)).toMatchObject([
      { code: "A", column: "name", before: "Lyon Part-Dieu", after: "Lyon Gare" },
      { code: "JUM", column: "name", before: "Jumper", after: "Pull" },
    ]);
  });
});

describe("stock", () => {
  const stock = (rows: string) => ({ "k.csv": `store,product,date,until,in_stock,quantity\n${rows}` });
  const read = () => database.owner.sql`
    select s.external_id as store, p.external_id as product, i.from_day::text as from, i.to_day::text as to, i.in_stock as there
    from stock_interval i join store s on s.workspace_id = i.workspace_id and s.id = i.store_id
    join product p on p.workspace_id = i.workspace_id and p.id = i.product_id
    where i.workspace_id = ${shop.workspaceId} order by 1, 2, 3`;
  it("is there from a day on, by its own word or by its number; again changes nothing, otherwise corrects", async () => {
    const rows = "A,BAG,2024-06-01,2024-06-08,no,\nA,BAG,2024-06-08,,,12\nA,JUM,2024-06-01,,,0";
    const first = await shop.import(stock(rows), { kind: "stock" });
    expect(first).toMatchObject({ kept: 3, inserted: 3, corrected: 0, unchanged: 0 });
    expect(await shop.batch(first.batchId)).toMatchObject({ batch: { firstDay: "2024-06-01", lastDay: "2024-06-08" } });
    expect(await shop.import(stock(rows), { kind: "stock" })).toMatchObject({
      inserted: 0,
      corrected: 0,
      unchanged: 3,
    });
    const other = await shop.import(stock("A,JUM,2024-06-01,,,3"), { kind: "stock", source: "tills" });
    expect(other).toMatchObject({ inserted: 1, corrected: 1, unchanged: 0 });
    expect(await read()).toMatchObject([
      { product: "BAG", from: "2024-06-01", to: "2024-06-08", there: false },
      { product: "BAG", from: "2024-06-08", to: null, there: true },
      { product: "JUM", from: "2024-06-01", there: true },
    ]);
    const [aside] = await database.owner.sql`
      select customer_id, row from superseded_row where workspace_id = ${shop.workspaceId} and table_name = 'stock_interval'`;
    expect(aside).toMatchObject({ customer_id: null, row: { in_stock: false, from_day: "2024-06-01" } });
  });
  it("what is wrong with a row is said in one sentence", async () => {
    const wrong =
      "A,BAG,2024-07-02,2024-07-01,yes,\nA,BAG,,,yes,\nA,BAG,2024-07-02,,,\nA,BAG,2024-07-02,,maybe,\nA,BAG,2024-07-02,,,few\nA,BAG,2030-07-02,,yes,\nA,BAG,2024-07-09,,yes,\nA,BAG,2024-07-09,,no,";
    await shop.import(stock(wrong), { kind: "stock" });
    expect(await refusals()).toEqual([
      'line 2: until is "2024-07-01", not after 2024-07-02. It is the first day that is no longer meant.',
      "line 3: date is empty. Fill it in.",
      "line 4: in_stock is empty. Fill it in.",
      'line 5: in_stock is "maybe", which is neither yes nor no. Use true or false.',
      'line 6: quantity is "few", which is not a number with the decimal mark ".". Correct it, or the mapping.',
      'line 7: date is "2030-07-02", a day before 1980 or in the future. Correct it.',
      "line 8: the id of this line comes again on line 9 with other content; the later one was kept. Give each line an id of its own.",
    ]);
    await expect(
      shop.import({ "k.csv": "store,product,date\nA,B,2024-01-01\n" }, { kind: "stock" }),
    ).rejects.toMatchObject({
      code: "ingest.missingColumn",
      params: { column: "in_stock" },
    });
  });
});
