import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { changeFields } from "../changes/schema";
import { fitRhythm } from "../churn/fit-rhythm";
import { writeStates } from "../churn/write-states";
import { deriveVisits } from "../customers/derive-visits";
import { FIRST_DAY, plus, testRetailer } from "../customers/test-retailer";
import { followChange } from "./follow-change";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe("the road of one change", () => {
  it("half of the occasions of a store lost: alarm, verdict, inbox", async () => {
    const days = 800;
    const from = 700;
    const retailer = await testRetailer(database, {
      seed: 7,
      customers: 4000,
      days,
      stores: 12,
      loss: { store: 0, from, share: 0.5 },
    });
    await retailer.inScope(async (scope) => {
      await deriveVisits(scope);
      await writeStates(scope, await fitRhythm(scope, scope.today));
      const { id } = await recordChange(scope, {
        ...changeFields.parse({
          title: "The first shop moved",
          moved: "store",
          kind: "moved",
          start: plus(FIRST_DAY, from),
          scope: { stores: [{ id: retailer.stores[0] ?? 0 }] },
        }),
        as: "recorded",
      });
      await scope.db.execute(sql`update change set recorded_on = start_planned where id = ${id}`);
      expect(await followChange(scope, id)).toBe(retailer.lastDay);
      const rows = await scope.db.execute(sql`select * from cohort`);
      console.log(JSON.stringify({ ...rows[0], model: null, strata: null }, null, 1));
      console.log(await scope.db.execute(sql`select arm, reason, count(*) from cohort_member group by 1, 2`));
      console.log(
        await scope.db.execute(
          sql`select slice, direction, threshold, alarm_on, (state->'lower'->>'logE') as lower from monitor`,
        ),
      );
      console.log(
        await scope.db.execute(
          sql`select method, slice, value, low, high, n, parts::text from reading where method in ('verdict', 'follow_rate', 'where','nps','return_time') and slice='all'`,
        ),
      );
      console.log(await scope.db.execute(sql`select * from alert`));
    });
  });
});
