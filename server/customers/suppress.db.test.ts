import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { type TestShop, testShop } from "../ingest/testing";
import { suppress } from "./suppress";
import { type Admin, adminOf } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** A file of customers; a file whose every row is refused is no import, so it ends with somebody whom nothing is against. */
const people = (head: string, ...rows: string[]) => ({
  "people.csv": [head, ...rows, `FINE${head.replace(/[^,]/g, "")}`, ""].join("\n"),
});

async function shopOf(slug: string): Promise<{ shop: TestShop; admin: Admin }> {
  const shop = await testShop(database, slug);
  return { shop, admin: adminOf(database, shop) };
}

/** What an import of customers refused, as "column code". */
async function refusedBy(shop: TestShop, source: string, files: Record<string, string>): Promise<string[]> {
  const { batchId } = await shop.import(files, { kind: "customers", source });
  const { rejects } = await shop.batch(batchId);
  return rejects.map(({ column, code, value }) => `${column} ${code}${value}`).sort();
}

async function known({ workspaceId }: TestShop): Promise<string[]> {
  const rows = await database.owner.sql<{ reference: string }[]>`
    select reference from customer where workspace_id = ${workspaceId} and kind = 'person' order by reference`;
  return rows.map(({ reference }) => reference);
}

describe("a value suppressed where there is no source yet", () => {
  it.each([
    ["email", " Dora@example.com ", "customer,email", "D,dora@example.com"],
    ["phone", "+33 6 12 34 56 78", "customer,phone", "D,0033612345678"],
    ["card", "77 01", "customer,card", "D,7701"],
    ["web", "w-1", "customer,web", "D,w-1"],
    ["reference", "D", "customer,email", "D,d@example.com"],
  ] as const)("%s: every source made later refuses it, and it is nobody", async (kind, value, head, row) => {
    const { shop, admin } = await shopOf(`empty-${kind}`);
    const done = await admin.enter((scope) => suppress(scope, { kind, value }));
    expect(done).toEqual({ everywhere: true, erasureIds: [] });
    const refused = `${kind === "reference" ? "customer" : kind} suppressed`;
    expect(await refusedBy(shop, "tills", people(head, row))).toEqual([refused]);
    expect(await refusedBy(shop, "web shop", people(head, row))).toEqual([refused]);
    expect(await known(shop)).toEqual(["FINE", "FINE"]);
  });
});

describe("a card suppressed in one source", () => {
  it("is refused there, erases whom that source knows by it, and stays somebody's elsewhere", async () => {
    const { shop, admin } = await shopOf("one-source");
    const card = (reference: string) => people("customer,card", `${reference},7`);
    await shop.import(card("A"), { kind: "customers", source: "tills" });
    await shop.import(card("B"), { kind: "customers", source: "web shop" });
    const [tills] = await database.owner.sql<{ id: string }[]>`
      select id from source where workspace_id = ${shop.workspaceId} and name = 'tills'`;
    const sourceId = Number(tills?.id);
    const done = await admin.enter((scope) => suppress(scope, { kind: "card", value: "7", sourceId }));
    expect(done).toEqual({ everywhere: false, erasureIds: [expect.any(Number)] });
    await admin.jobs();
    expect(await known(shop)).toEqual(["B", "FINE", "FINE"]);
    expect(await refusedBy(shop, "tills", card("C"))).toEqual(["card suppressed"]);
    expect(await refusedBy(shop, "web shop", card("B"))).toEqual([]);
  });
});

describe("whoever was erased", () => {
  it("a source first seen later refuses their address and number; their card is somebody else's there", async () => {
    const { shop, admin } = await shopOf("later");
    const head = "customer,email,phone,card";
    await shop.import(people(head, "A,a@example.com,0612345678,7"), { kind: "customers" });
    await admin.erase(await admin.person("A"));
    const sealed = await database.owner.sql`
      select kind, customer_id from identity where workspace_id = ${shop.workspaceId} and source_id = 0 order by kind`;
    expect(sealed).toEqual([
      { kind: "email", customer_id: null },
      { kind: "phone", customer_id: null },
    ]);
    const rows = ["E,A@example.com,,", "P,,06 12 34 56 78,", "A,,,7"];
    expect(await refusedBy(shop, "crm", people(head, ...rows))).toEqual(["email suppressed", "phone suppressed"]);
    expect(await known(shop)).toEqual(["A", "FINE", "FINE"]);
  });
});
