import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { parseMapping } from "./open-batch";
import { batchKinds } from "./schema";
import { type TestImport, type TestShop, testShop } from "./testing";

const page = readFileSync(fileURLToPath(new URL("../../docs/data-formats.md", import.meta.url)), "utf8");
const blocks = [...page.matchAll(/```(csv|json)\n([\s\S]*?)```/g)].map(([, type, text]) => ({
  type,
  text: text ?? "",
}));
const csv = (start: string) => blocks.find(({ type, text }) => type === "csv" && text.startsWith(start))?.text ?? "";

/** Every example by the start of its header, in an order in which they may be sent, with what importing it must tell. */
const examples: { start: string; options: TestImport; told: Record<string, unknown> }[] = [
  {
    start: "customer,email",
    options: { kind: "customers" },
    told: { kept: 2, newCustomers: 0, identities: 5, joinsProposed: 0 },
  },
  {
    start: "invitation,",
    options: { kind: "survey_invitations" },
    told: { inserted: 2, customers: 2, newCustomers: 0 },
  },
  { start: "response,", options: { kind: "survey_responses" }, told: { inserted: 1, newCustomers: 0, newStores: 0 } },
  { start: "interaction,", options: { kind: "interactions" }, told: { inserted: 1, newCustomers: 0, newStores: 0 } },
  { start: "answer,", options: { kind: "persona_answers" }, told: { inserted: 1, newCustomers: 0 } },
  { start: "store,name", options: { kind: "stores" }, told: { inserted: 0, unchanged: 2 } },
  { start: "product,name", options: { kind: "products" }, told: { inserted: 0, unchanged: 2 } },
  { start: "store,product,date", options: { kind: "stock" }, told: { inserted: 2, newStores: 0, newProducts: 0 } },
  { start: "change,title", options: { kind: "changes" }, told: { rows: 6, inserted: 4 } },
  { start: "change,customer", options: { kind: "change_customers" }, told: { inserted: 2, newCustomers: 0 } },
];
/** Those that come with the receipts. */
const withReceipts = { stores: "store,name", products: "product,name", customers: "customer,home_area" };

let database: TestDatabase;
let shop: TestShop;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "documented");
});
afterAll(() => database.drop());

describe("the examples of docs/data-formats.md", () => {
  it("purchases with the related files: 4 lines, 3 receipts, nothing refused", async () => {
    const report = await shop.import({
      "stores.csv": csv(withReceipts.stores),
      "products.csv": csv(withReceipts.products),
      "customers.csv": csv(withReceipts.customers),
      "purchases.csv": csv("receipt,line"),
    });
    expect(report).toMatchObject({ kept: 4, receipts: 3, refused: 0, refunds: 1, sum: "27", customers: 2 });
  });
  for (const { start, options, told } of examples) {
    it(`${options.kind ?? ""}: nothing refused; sent again, nothing changes`, async () => {
      const name = `${start.replace(",", "")}.csv`;
      const report = await shop.import({ [`x${name}`]: csv(start) }, options);
      expect(report).toMatchObject({ refused: 0, ...told });
      const again = await shop.import({ [`x${name}`]: csv(start) }, options);
      expect([again.inserted, again.corrected, again.refused]).toEqual([0, 0, 0]);
    });
  }
  it("an answer names its invitation", async () => {
    const [row] = await database.owner.sql`
      select i.stratum from survey_response r join survey_invitation i on i.workspace_id = r.workspace_id
        and i.source_id = r.source_id and i.row_key = r.invitation_key where r.workspace_id = ${shop.workspaceId}`;
    expect(row).toEqual({ stratum: "at risk" });
  });
  it("show every kind", () => {
    const kinds = new Set(["purchases", ...examples.map(({ options }) => options.kind)]);
    expect(batchKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
  it("are all imported here", () => {
    const starts = ["receipt,line", ...Object.values(withReceipts), ...examples.map(({ start }) => start)];
    const unknown = blocks.filter(
      ({ type, text }) => type === "csv" && !starts.some((start) => text.startsWith(start)),
    );
    expect(unknown.map(({ text }) => text.split("\n")[0])).toEqual([]);
  });
  it("the mapping is one", () => {
    for (const { type, text } of blocks) if (type === "json") parseMapping("purchases", JSON.parse(text));
    expect(blocks.some(({ type }) => type === "json")).toBe(true);
  });
});
