import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { buildHouse, type House } from "../../changes/testing";
import { inventChange, night } from "../testing";
import { forgetMoved, movesStand } from "./forget-moved";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** One moved visit of each version; the models were held against those up to `held`. */
async function moved({ workspaceId }: House, held: number, versions: number[]): Promise<void> {
  const { sql } = database.owner;
  await sql`insert into portrait_day (workspace_id, as_of, kept_since, version)
    values (${workspaceId}, '2026-03-03', '2026-02-01', ${held})`;
  for (const version of versions)
    await sql`insert into visit_moved (workspace_id, customer_id, day, version, before, after)
      values (${workspaceId}, 1, '2026-02-10', ${version}, true, true)`;
}

async function left({ workspaceId }: House): Promise<number[]> {
  const rows = await database.owner.sql<{ version: string }[]>`
    select version from visit_moved where workspace_id = ${workspaceId} order by version`;
  return rows.map(({ version }) => Number(version));
}

const forget = (house: House) => night(database, house, "2026-03-03", forgetMoved);

it("moved visits stay while somebody counts from them, and go once nobody does", async () => {
  const house = await buildHouse(database, "moved");
  const { sql } = database.owner;
  const id = await inventChange(database, house, { seed: 5, day0: "2026-02-02", days: 30 });
  await sql`update cohort set counted_through = '2026-03-03', counted_version = 10, read_version = 10 where change_id = ${id}`;
  await moved(house, 10, [7]);
  await night(database, house, "2026-03-03", async (scope) => {
    await movesStand(scope);
    await forget(house);
    expect(await left(house)).toEqual([7]);
  });
  await forget(house);
  expect(await left(house)).toEqual([]);
});

it("in a workspace without changes they go once they were held against the models, not before", async () => {
  const house = await buildHouse(database, "no changes");
  await moved(house, 7, [6, 7, 8]);
  await forget(house);
  expect(await left(house)).toEqual([8]);
});

it("they stay until a change whose alarms are closed, or that was rolled back, has counted them too; one cancelled is not waited for", async () => {
  const house = await buildHouse(database, "closed");
  const { sql } = database.owner;
  const invented = { day0: "2026-02-02", days: 30 };
  const open = await inventChange(database, house, { seed: 5, ...invented });
  const closed = await inventChange(database, house, { seed: 6, ...invented });
  const cancelled = await inventChange(database, house, { seed: 7, ...invented });
  const seen = (id: number, version: number) =>
    sql`update cohort set counted_through = '2026-03-03', counted_version = ${version}, read_version = ${version}, counted_with = '{}'
      where workspace_id = ${house.workspaceId} and change_id = ${id}`;
  await seen(open, 10);
  await seen(closed, 5);
  await seen(cancelled, 2);
  await sql`update monitor set closed_on = '2026-02-20' where workspace_id = ${house.workspaceId} and change_id = ${closed}`;
  await sql`update change set state = 'rolled_back' where workspace_id = ${house.workspaceId} and id = ${closed}`;
  await sql`update change set state = 'cancelled' where workspace_id = ${house.workspaceId} and id = ${cancelled}`;
  await moved(house, 12, [4, 6, 11]);
  await forget(house);
  expect(await left(house)).toEqual([6, 11]);
  await seen(closed, 10);
  await forget(house);
  expect(await left(house)).toEqual([11]);
  const [anew] = await sql`
    select counted_with from cohort where workspace_id = ${house.workspaceId} and change_id = ${cancelled}`;
  expect(anew?.counted_with).toBeNull();
});
