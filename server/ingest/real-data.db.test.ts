import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { testShop } from "./testing";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = path.resolve(root, process.env.TRIPTYCH_DATA ?? "../shared/data");
const file = path.join(folder, "online_retail/online_retail.csv.gz");
const present = existsSync(file);

let database: TestDatabase;
beforeAll(async () => {
  if (present) database = await testDatabase();
});
afterAll(() => database?.drop());

describe(`UCI Online Retail in its original columns (${present ? file : `${file} is not there: set TRIPTYCH_DATA`})`, () => {
  it.skipIf(!present)(
    "541,909 lines, 25,900 invoices, 4,372 customers, 38 countries, 9,747,747.93 GBP, rounding -0.004; again: all known",
    async () => {
      const shop = await testShop(database, "uk", { currency: "GBP", tz: "Europe/London" });
      const mapping: unknown = JSON.parse(readFileSync(path.join(root, "docs/examples/online-retail.json"), "utf8"));
      const load = () => shop.import({ "online_retail.csv.gz": readFileSync(file) }, { source: "online", mapping });
      const first = await load();
      expect(first).toMatchObject({
        rows: 541_909,
        inserted: 541_909,
        refused: 0,
        receipts: 25_900,
        customers: 4_372,
        stores: 38,
        refunds: 9_288,
        sum: "9747747.93",
        roundingDifference: "-0.004",
      });
      const again = await load();
      expect([again.inserted, again.unchanged, again.corrected, again.replaced]).toEqual([0, 541_909, 0, 0]);
      const [facts] = await database.owner.sql`
        select count(*)::int as lines, count(distinct receipt_key)::int as receipts,
          count(distinct identity_hash)::int as customers, count(distinct store_id)::int as stores,
          sum(amount_minor)::text as minor from purchase_line where workspace_id = ${shop.workspaceId}`;
      expect(facts).toEqual({ lines: 541_909, receipts: 25_900, customers: 4_372, stores: 38, minor: "974774793" });
    },
    400_000,
  );
});
