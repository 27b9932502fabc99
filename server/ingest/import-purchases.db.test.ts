import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { checksums, type TestShop, testShop } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const header = "receipt,at,store,customer,product,product_name,category,quantity,amount,channel";

/** 200 receipts of 1 to 4 lines in 3 stores over 60 days, some of them twice the same line, some without a customer. */
function receipts(): string[][] {
  return Array.from({ length: 200 }, (_, r) => {
    const day = new Date(Date.UTC(2024, 2, 1 + (r % 60))).toISOString().slice(0, 10);
    const lines = Array.from({ length: 1 + (r % 4) }, (_, l) => {
      const product = (r * 7 + (r % 5 === 0 ? 0 : l)) % 20;
      const who = r % 6 === 0 ? "" : `C${(r * 13) % 40}`;
      return `R${r},${day} 1${r % 9}:0${l % 1}:00,S${r % 3},${who},P${product},Article ${product}${l % 2 ? "!" : ""},Home / Kind ${product % 4},1,${product}.5${l % 1},store`;
    });
    return lines;
  });
}

const whole = () => `${header}\n${receipts().flat().join("\n")}\n`;

async function shopWith(slug: string, fill: (shop: TestShop) => Promise<unknown>): Promise<TestShop> {
  const shop = await testShop(database, slug);
  await fill(shop);
  return shop;
}

const sumsOf = (shop: TestShop) => checksums(database.ownerUrl, shop.workspaceId);

describe("the same lines give the same facts", () => {
  it("again, shuffled, in two files, in two imports, packed, in batches of 7 rows", async () => {
    const plain = await shopWith("plain", (shop) => shop.import({ "all.csv": whole() }));
    const expected = await sumsOf(plain);
    expect(expected.lines?.split(":")[0]).toBe("500");

    const again = await plain.import({ "all.csv": whole() });
    expect([again.inserted, again.unchanged, again.corrected, again.replaced]).toEqual([0, 500, 0, 0]);
    expect(await sumsOf(plain)).toEqual(expected);

    const lines = receipts().flat();
    const shuffled = lines.map((_, i) => lines[(i * 211) % lines.length] ?? "");
    expect(new Set(shuffled).size).toBe(new Set(lines).size);
    const half = (part: string[][]) => `${header}\n${part.flat().join("\n")}\n`;
    const [first, second] = [half(receipts().slice(0, 90)), half(receipts().slice(90))];
    const ways: Record<string, (shop: TestShop) => Promise<unknown>> = {
      shuffled: (shop) => shop.import({ "all.csv": `${header}\n${shuffled.join("\n")}\n` }),
      "two-files": (shop) => shop.import({ "a.csv": first, "b.csv": second }),
      packed: (shop) => shop.import({ "all.csv.gz": gzipSync(whole()) }),
      "small-batches": (shop) => shop.import({ "all.csv": whole() }, { batchSize: 7 }),
      "crlf-bom-semicolon": (shop) =>
        shop.import({ "all.csv": `\ufeff${whole().replaceAll(",", ";").replaceAll("\n", "\r\n")}` }),
    };
    for (const [slug, way] of Object.entries(ways)) {
      expect({ slug, ...(await sumsOf(await shopWith(slug, way))) }).toEqual({ slug, ...expected });
    }
    const inTwo = await shopWith("in-two", async (shop) => {
      await shop.import({ "b.csv": second });
      await shop.import({ "a.csv": first }, { completeThrough: "2024-04-28" });
    });
    expect((await sumsOf(inTwo)).lines).toBe(expected.lines);
    expect((await sumsOf(inTwo)).customers).toBe(expected.customers);
  });

  it("a receipt cut over two files is warned about", async () => {
    const shop = await testShop(database, "cut");
    const [a = "", b = ""] = receipts()[3] ?? [];
    const report = await shop.import({ "a.csv": `${header}\n${a}\n`, "b.csv": `${header}\n${b}\n` });
    expect(report.receiptsInTwoFiles).toBe(1);
  });
});

const line = (text: string) => `${header}\n${text}\n`;

describe("money, refunds, words", () => {
  it("quantity times price, decimal comma, refunds by prefix; free articles are sales, stock corrections are not", async () => {
    const shop = await testShop(database, "money", { currency: "GBP", tz: "Europe/London" });
    const mapping = {
      delimiter: ";",
      decimal: ",",
      dateFormat: "D/M/YYYY H:mm",
      columns: {
        receipt: "No",
        at: "When",
        store: "Land",
        customer: "Who",
        product: "Code",
        quantity: "Qty",
        unit_price: "Price",
      },
      constants: { channel: "web" },
      refund: { prefix: "C" },
      notMerchandise: { codes: ["POST"] },
    };
    const rows = [
      "1;1/3/2024 8:26;UK;A;X;3;0,335",
      "C2;2/3/2024 9:00;UK;A;X;-1;0,335",
      "3;2/3/2024 9:00;UK;A;X;2;0",
      "4;2/3/2024 9:00;UK;;X;-5;0",
      "5;2/3/2024 9:00;UK;A;POST;1;4",
    ];
    const report = await shop.import(
      { "uk.csv": `No;When;Land;Who;Code;Qty;Price\n${rows.join("\n")}\n` },
      { mapping },
    );
    expect([report.sum, report.roundingDifference]).toEqual(["4.67", "0"]);
    const lines = await database.owner.sql`
      select l.kind, l.amount_minor::int as amount, l.quantity::float as quantity, l.channel, l.fulfilment, p.merchandise
      from purchase_line l join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
      where l.workspace_id = ${shop.workspaceId} order by l.amount_minor, l.quantity`;
    expect(lines.map((row) => [row.kind, row.amount, row.quantity, row.merchandise])).toEqual([
      ["refund", -34, -1, true],
      ["adjustment", 0, -5, true],
      ["sale", 0, 2, true],
      ["sale", 101, 3, true],
      ["sale", 400, 1, false],
    ]);
    expect(lines[0]).toMatchObject({ channel: "web", fulfilment: "delivery" });
  });

  it("what a file of products says is no merchandise stays so when purchases come without a rule; only who came is derived", async () => {
    const shop = await testShop(database, "fees");
    const fees = "product,name,merchandise\nFEE,Delivery,no\nP1,Shirt,yes\n";
    await shop.import({ "fees.csv": fees }, { kind: "products" });
    await shop.import({ "first.csv": line("R1,2024-03-01,S1,C1,FEE,,,1,4,store") });
    await database.owner.sql`delete from touched_customer where workspace_id = ${shop.workspaceId}`;
    await shop.import({
      "second.csv": line("R2,2024-03-02,S1,C2,FEE,,,1,4,store\nR2,2024-03-02,S1,C2,P1,,,1,20,store"),
    });
    const products = await database.owner.sql`
      select external_id as code, merchandise from product where workspace_id = ${shop.workspaceId} and kind = 'product' order by 1`;
    expect(products.map(({ code, merchandise }) => [code, merchandise])).toEqual([
      ["FEE", false],
      ["P1", true],
    ]);
    const touched = await database.owner.sql`
      select c.reference from touched_customer t join customer c using (workspace_id, customer_id)
      where t.workspace_id = ${shop.workspaceId}`;
    expect(touched.map(({ reference }) => reference)).toEqual(["C2"]);
  });

  it("1.005 + 1.005 rounds to 1.01 each: the difference of 0.01 is told", async () => {
    const shop = await testShop(database, "rounding");
    const report = await shop.import({
      "a.csv": line("R1,2024-03-01,S1,C1,P1,,,1,1.005,store\nR2,2024-03-01,S1,C1,P1,,,1,1.005,store"),
    });
    expect([report.sum, report.roundingDifference]).toEqual(["2.02", "0.01"]);
  });

  it("other currencies at a rate, or refused; refunds of a column are made negative", async () => {
    const shop = await testShop(database, "currency");
    const head = "receipt,at,store,customer,product,quantity,amount,currency,type\n";
    const mapping = { refund: { column: "type", values: ["R"] }, rates: { USD: "0.92" } };
    const report = await shop.import(
      {
        "a.csv": `${head}1,2024-03-01,S,C,P,1,10,USD,S\n2,2024-03-01,S,C,P,1,10,CHF,S\n3,2024-03-01,S,C,P,1,3,EUR,R\n`,
      },
      { mapping },
    );
    expect([report.sum, report.converted, report.refunds, report.refused]).toEqual(["6.2", 1, 1, 1]);
    expect((await shop.latest()).rejects).toMatchObject([
      { line: 3, column: "currency", value: "CHF", code: "currency" },
    ]);
  });

  it("words for channels are mapped or refused (D10)", async () => {
    const shop = await testShop(database, "words");
    const mapping = { words: { channel: { Boutique: "store" } } };
    const report = await shop.import(
      { "a.csv": line("R1,2024-03-01,S1,C1,P1,,,1,10,Boutique\nR2,2024-03-01,S1,C1,P1,,,1,10,Minitel") },
      { mapping },
    );
    expect([report.kept, report.refused]).toEqual([1, 1]);
  });
});

describe("days (D7)", () => {
  it("belong to the store, or to the workspace for the web; clocks that jump are counted", async () => {
    const shop = await testShop(database, "days", { dayStartsAt: 4 });
    const rows = [
      "R1,2024-03-31 02:30,PAR,C1,P1,,,1,1,store",
      "R2,2024-10-27 02:30,PAR,C1,P1,,,1,1,store",
      "R3,2024-03-01 23:30,NYC,C1,P1,,,1,1,store",
      "R4,2024-03-01 03:59,PAR,C1,P1,,,1,1,store",
      "R5,2024-03-01 23:30,NYC,C1,P1,,,1,1,web",
    ];
    const stores = "store,name,zone\nNYC,New York,America/New_York\n";
    const report = await shop.import({ "stores.csv": stores, "a.csv": line(rows.join("\n")) });
    expect([report.movedForward, report.firstOfTwo]).toEqual([1, 1]);
    const lines = await database.owner.sql`
      select to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at, day::text as day, minute from purchase_line
      where workspace_id = ${shop.workspaceId} order by day, at`;
    expect(lines.map(({ at, day, minute }) => `${day} ${minute} ${at}`)).toEqual([
      "2024-02-29 239 2024-03-01 02:59",
      "2024-03-01 1410 2024-03-01 22:30",
      "2024-03-01 1410 2024-03-02 04:30",
      "2024-03-30 210 2024-03-31 01:30",
      "2024-10-26 150 2024-10-27 00:30",
    ]);
  });
});

describe("one source at a time", () => {
  it("a second import of a running source is told to wait, another source is not", async () => {
    const shop = await testShop(database, "locked");
    await database.owner.sql.begin(async (sql) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`import:${shop.workspaceId}:tills`}, 7041967))`;
      await expect(shop.import({ "a.csv": whole() })).rejects.toMatchObject({ code: "ingest.running" });
      const other = await shop.import({ "a.csv": whole() }, { source: "web" });
      expect(other.inserted).toBe(500);
    });
    expect((await shop.import({ "a.csv": whole() })).inserted).toBe(500);
  });
});

describe("what an import leaves", () => {
  it("audit, the next job and what is complete, in the transaction of the rows", async () => {
    const shop = await testShop(database, "left");
    const { batchId } = await shop.import({ "a.csv": whole() });
    const { workspaceId } = shop;
    const { sql } = database.owner;
    const [audit] =
      await sql`select after from audit_event where workspace_id = ${workspaceId} and action = 'data:imported'`;
    expect(audit?.after).toEqual({ inserted: 500, corrected: 0, refused: 0 });
    const jobs = await sql`select job, state from job_run where workspace_id = ${workspaceId}`;
    expect([...jobs]).toEqual([{ job: "derive-visits", state: "queued" }]);
    const [source] = await sql`select complete_through::text as day from source where workspace_id = ${workspaceId}`;
    expect(source?.day).toBe("2024-04-28");
    expect((await shop.batch(batchId)).batch).toMatchObject({
      state: "done",
      firstDay: "2024-03-01",
      lastDay: "2024-04-29",
    });
  });

  it("categories with their parents, customers only as keyed hashes", async () => {
    const shop = await testShop(database, "catalogue");
    await shop.import({ "a.csv": whole() });
    const { sql } = database.owner;
    const tree = await sql`
      select c.external_id as category, p.external_id as parent from product c
      left join product p on p.workspace_id = c.workspace_id and p.id = c.parent_id
      where c.workspace_id = ${shop.workspaceId} and c.kind = 'category' order by 1`;
    expect(tree.map(({ category, parent }) => [category, parent])).toEqual([
      ["Home", null],
      ...[0, 1, 2, 3].map((kind) => [`Home / Kind ${kind}`, "Home"]),
    ]);
    const [hashes] = await sql`
      select count(*)::int as n, count(distinct value_hash)::int as hashes, min(octet_length(value_hash)) as bytes
      from identity where workspace_id = ${shop.workspaceId}`;
    expect(hashes).toEqual({ n: 40, hashes: 40, bytes: 16 });
  });
});
