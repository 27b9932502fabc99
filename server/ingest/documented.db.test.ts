import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { parseMapping } from "./open-batch";
import { type TestShop, testShop } from "./testing";

const page = readFileSync(fileURLToPath(new URL("../../docs/data-formats.md", import.meta.url)), "utf8");
const blocks = [...page.matchAll(/```(csv|json)\n([\s\S]*?)```/g)].map(([, kind, text]) => ({
  kind,
  text: text ?? "",
}));
const csv = (start: string) => blocks.find(({ kind, text }) => kind === "csv" && text.startsWith(start))?.text ?? "";

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
      "stores.csv": csv("store,name"),
      "products.csv": csv("product,name"),
      "customers.csv": csv("customer,home_area"),
      "purchases.csv": csv("receipt,line"),
    });
    expect(report).toMatchObject({ kept: 4, receipts: 3, refused: 0, refunds: 1, sum: "27", customers: 2 });
  });
  it("answers and interactions", async () => {
    const answers = await shop.import({ "a.csv": csv("response,") }, { kind: "survey_responses" });
    const contacts = await shop.import({ "i.csv": csv("interaction,") }, { kind: "interactions" });
    expect([answers.kept, answers.refused, contacts.kept, contacts.refused]).toEqual([1, 0, 1, 0]);
    expect([answers.newCustomers, contacts.newCustomers]).toEqual([0, 0]);
  });
  it("the mapping is one", () => {
    for (const { kind, text } of blocks) if (kind === "json") parseMapping("purchases", JSON.parse(text));
    expect(blocks.some(({ kind }) => kind === "json")).toBe(true);
  });
});
