import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { buildHouse } from "../changes/testing";
import { forgetMoved, movesStand } from "./forget-moved";
import { inventChange, night } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it("moved visits stay while somebody counts from them, and go once nobody does", async () => {
  const house = await buildHouse(database, "moved");
  const { sql } = database.owner;
  const id = await inventChange(database, house, { seed: 5, day0: "2026-02-02", days: 30 });
  await sql`update cohort set counted_through = '2026-03-03', counted_version = 10, read_version = 10 where change_id = ${id}`;
  await sql`insert into visit_moved (workspace_id, customer_id, day, version, before, after)
    values (${house.workspaceId}, 1, '2026-02-10', 7, true, true)`;
  const left = async () => (await sql<{ n: number }[]>`select count(*)::int as n from visit_moved`)[0]?.n;
  const forget = () => night(database, house, "2026-03-03", forgetMoved);
  await night(database, house, "2026-03-03", async (scope) => {
    await movesStand(scope);
    await forget();
    expect(await left()).toBe(1);
  });
  await forget();
  expect(await left()).toBe(0);
});
