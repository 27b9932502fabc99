import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { openChange } from "./open-change";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const DAY_0 = plus(FIRST_DAY, 700);

async function record(scope: Scope, touched: Record<string, unknown>): Promise<number> {
  const fields = changeFields.parse({
    ...{ title: "The shop moved", moved: "store", kind: "moved", start: DAY_0 },
    scope: touched,
  });
  return (await recordChange(scope, { ...fields, as: "recorded" })).id;
}

const first = ({ stores }: TestRetailer) => ({ stores: [{ id: stores[0] ?? 0 }] });

async function opened(seed: number, options: Partial<Parameters<typeof testRetailer>[1]> = {}) {
  const retailer = await testRetailer(database, { seed, customers: 3000, days: 720, stores: 12, ...options });
  await retailer.derive();
  return retailer;
}

describe("who is watched as intense", () => {
  it("the matched concerned with half of their occasions in scope, and the twins of exactly these", async () => {
    const retailer = await opened(601, { stray: 0.4 });
    await retailer.inScope(async (scope) => {
      await openChange(scope, await record(scope, first(retailer)));
      const [row] = await scope.db.execute(sql`
        with kept as (
          select m.*, own.intensity >= 0.5 and own.arm = 'exposed' as should from cohort_member m
          left join cohort_member own on own.customer_id = m.matched_set
        )
        select count(*) filter (where intense <> coalesce(should, false))::int as wrong,
          count(*) filter (where intense and arm = 'exposed')::int as exposed,
          count(*) filter (where intense and arm = 'twin')::int as twins,
          count(*) filter (where not intense and arm = 'exposed')::int as others,
          count(*) filter (where intense and arm in ('apart', 'left_out'))::int as beside from kept`);
      expect(row).toMatchObject({ wrong: 0, beside: 0 });
      expect(row?.exposed).toBeGreaterThan(50);
      expect(row?.others).toBeGreaterThan(20);
      expect(row?.twins).toBeGreaterThan(200);
    });
  });
});
