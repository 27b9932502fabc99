import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { adminOf } from "../customers/testing";
import { checksums, testShop } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const head = "receipt,line,at,store,store_name,customer,product,product_name,category,quantity,amount";
const tills = (...rows: string[]) => ({ "a.csv": [head, ...rows, ""].join("\n") });
const first = tills(
  "R1,L1,2024-02-01,S1,Lyon,C1,P1,Scarf,Wool,1,10.00",
  "R1,L2,2024-02-01,S1,Lyon,C1,P2,Hat,Wool,1,20.00",
);
const second = tills(
  "R1,L1,2024-02-02,S1,Lyon,C2,P1,Scarf,Wool,1,11.00",
  "R3,L3,2024-02-03,S2,Nantes,C3,P3,Glove,Leather / Fine,1,30.00",
);
const third = tills("R1,L1,2024-02-02,S1,Lyon,C2,P1,Scarf,Wool,2,12.00");

async function shopOf(slug: string) {
  const shop = await testShop(database, slug);
  const sums = () => checksums(database.ownerUrl, shop.workspaceId);
  return { shop, sums, admin: adminOf(database, shop) };
}

describe("an import taken back", () => {
  it("new rows go, corrected ones come back, and what it made with them: all is as before", async () => {
    const { shop, sums, admin } = await shopOf("back");
    await shop.import(first);
    const before = await sums();
    const { batchId } = await shop.import(second);
    await admin.undo(batchId);
    expect(await sums()).toEqual(before);
    const { batch } = await shop.batch(batchId);
    expect(batch).toMatchObject({ state: "undone", undoneBy: 1 });
    expect(batch.report.undo).toMatchObject({
      ...{ removed: 2, restored: 1, replacedSince: 0 },
      made: { customers: 2, identities: 2, stores: 1, products: 3, kept: { stores: [], products: [] } },
    });
  });
  it("the same file again brings everything back", async () => {
    const { shop, sums, admin } = await shopOf("again");
    await shop.import(first);
    const { batchId } = await shop.import(second);
    const after = await sums();
    await admin.undo(batchId);
    expect(await shop.import(second)).toMatchObject({ inserted: 2, corrected: 1 });
    expect(await sums()).toEqual(after);
  });
  it("corrected by a later import: that one stands, and now replaced what the first had", async () => {
    const { shop, sums, admin } = await shopOf("spliced");
    await shop.import(first);
    const before = await sums();
    const middle = await shop.import(second);
    const last = await shop.import(third);
    await admin.undo(middle.batchId);
    const lines = await database.owner.sql`
      select quantity::text, batch_id::int from purchase_line
      where workspace_id = ${shop.workspaceId} order by quantity desc, batch_id`;
    expect(lines).toMatchObject([{ quantity: "2.000", batch_id: last.batchId }, { quantity: "1.000" }]);
    await admin.undo(last.batchId);
    expect(await sums()).toEqual(before);
  });
  it("values of stores, products and customers come back, but for what a later import wrote", async () => {
    const { shop, admin } = await shopOf("values");
    await shop.import(first);
    const people = (area: string) => ({ "people.csv": `customer,home_area,tier\nC1,${area},gold\n` });
    const options = { kind: "customers", mapping: { attributes: ["tier"] } } as const;
    const stores = await shop.import(
      { "shops.csv": "store,name,region\nS1,Lyon Bellecour,South\n" },
      { kind: "stores" },
    );
    const areas = [await shop.import(people("Lyon 1"), options), await shop.import(people("Lyon 2"), options)];
    const stand = async () => {
      const [row] = await database.owner.sql`
        select s.name, s.region, c.home_area, c.attributes from store s join customer c using (workspace_id)
        where workspace_id = ${shop.workspaceId} and s.external_id = 'S1' and c.reference = 'C1'`;
      return row;
    };
    expect(await stand()).toMatchObject({ name: "Lyon Bellecour", home_area: "Lyon 2", attributes: { tier: "gold" } });
    await admin.undo(areas[0]?.batchId ?? 0);
    await admin.undo(stores.batchId);
    expect(await stand()).toMatchObject({ name: "Lyon", region: null, home_area: "Lyon 2" });
    await admin.undo(areas[1]?.batchId ?? 0);
    expect(await stand()).toMatchObject({ home_area: null });
  });
  it("drafts that it made are deleted, planned changes cancelled", async () => {
    const { shop, admin } = await shopOf("changes");
    const file = {
      "changes.csv": "change,title,moved,kind,start\nX1,Draft,product,recipe,\nX2,Planned,product,recipe,2027-03-01\n",
    };
    const { batchId } = await shop.import(file, { kind: "changes" });
    await admin.undo(batchId);
    const rows = await database.owner
      .sql`select title, state, external_id from change where workspace_id = ${shop.workspaceId}`;
    expect([...rows]).toEqual([{ title: "Planned", state: "cancelled", external_id: null }]);
    const { batch } = await shop.batch(batchId);
    expect(batch.report.undo).toMatchObject({ changes: { deleted: 1, cancelled: 1, restored: 0, kept: [] } });
  });
  it("only once, only when it is done, and only for 30 days", async () => {
    const { shop, admin } = await shopOf("refused");
    const { batchId } = await shop.import(first);
    await database.owner.sql`update import_batch set finished_at = '2026-10-22T08:00:00Z' where id = ${batchId}`;
    await expect(admin.undo(batchId)).rejects.toMatchObject({ code: "ingest.undoTooLate" });
    await database.owner.sql`update import_batch set finished_at = '2026-10-22T10:00:00Z' where id = ${batchId}`;
    await admin.undo(batchId);
    await expect(admin.undo(batchId)).rejects.toMatchObject({ code: "ingest.undoneAlready" });
    await database.owner.sql`update import_batch set state = 'reading' where id = ${batchId}`;
    await expect(admin.undo(batchId)).rejects.toMatchObject({ code: "ingest.notDone" });
  });
});
