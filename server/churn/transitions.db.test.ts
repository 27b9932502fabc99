import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { FIRST_DAY, plus, testRetailer } from "../customers/test-retailer";
import { drawnStates, stateColumns } from "./draw-states";
import { fitRhythm } from "./fit-rhythm";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe("the day of the next transition", () => {
  it.each([11, 12, 13])(
    "seed %i: nothing of a portrait comes out differently before it, without a new row",
    async (seed) => {
      const retailer = await testRetailer(database, { seed, customers: 400, days: 1250 });
      await retailer.derive();
      await retailer.inScope(async (scope) => {
        const asOf = plus(FIRST_DAY, 1100 + seed);
        const rhythm = await fitRhythm(scope, asOf);
        expect(rhythm.refusal).toBeNull();
        await scope.db.execute(
          sql`create temp table sooner on commit drop as with ${drawnStates(scope, asOf, rhythm)} select * from drawn`,
        );
        let [kept, due] = [0, 0];
        for (let ahead = 1; ahead <= 110; ahead += 3) {
          const later = plus(asOf, ahead);
          const [row] = await scope.db.execute<{ kept: number; due: number; differ: unknown[] | null }>(sql`
          with ${drawnStates(scope, later, rhythm)},
          silent as (
            select s.* from sooner s where not exists (
              select from visit v where v.workspace_id = ${scope.workspaceId} and v.customer_id = s.customer_id
                and v.day > ${asOf}::date and v.day <= ${later}::date)
          ),
          compared as (
            select s.next_transition_on > ${later}::date as kept, to_jsonb(s) - 'as_of' as said, to_jsonb(d) - 'as_of' as found
            from silent s join (select ${stateColumns()} from drawn) d using (customer_id)
          )
          select (count(*) filter (where kept))::int as kept, (count(*) filter (where not kept))::int as due,
            jsonb_agg(jsonb_build_array(said, found)) filter (where kept and said <> found) as differ
          from compared`);
          expect(row?.differ).toBeNull();
          kept += row?.kept ?? 0;
          due += row?.due ?? 0;
        }
        expect(kept).toBeGreaterThan(2000);
        expect(due).toBeGreaterThan(500);
      });
    },
  );
});
