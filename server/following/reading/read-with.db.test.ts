import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { buildHouse } from "../../changes/testing";
import { changeRule } from "../change-rule";
import { findCohort } from "../cohort/open-cohort";
import { inventChange, night } from "../testing";
import { placesWith } from "./read-with";
import type { Stretches } from "./stretches";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const DAY_0 = "2026-02-02";

it("complaints of the days read are in what a reading was made with, later ones are not", async () => {
  const house = await buildHouse(database, "complaints");
  const id = await inventChange(database, house, { seed: 5, day0: DAY_0, days: 30 });
  const wave = { wave: 0, day0: DAY_0, from: DAY_0, to: "2026-03-01" };
  const stretches: Stretches = { kind: "round", round: 1, days: 28, waves: [wave] };
  const made = () =>
    night(database, house, "2026-03-10", async (scope) => {
      const target = await changeRule(scope, id);
      const found = await findCohort(scope, target);
      if (!found) throw new Error("no cohort");
      return placesWith(scope, target, found, stretches);
    });
  const complain = (key: string, day: string) =>
    database.owner.db.execute(sql`
      insert into interaction (workspace_id, customer_id, source_id, row_key, identity_hash, at, day, kind, direction, mode, channel, batch_id)
      values (${house.workspaceId}::int, 7, 1, ${key}::text::bytea, 'a', ${day}::date, ${day}::date, 'complaint', 'in', 'human',
        'store', 1)`);
  const before = await made();
  await complain("1", "2026-03-05");
  expect(await made()).toBe(before);
  await complain("2", "2026-02-20");
  expect(await made()).not.toBe(before);
});
