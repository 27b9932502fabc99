import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { buildHouse, type House } from "../changes/testing";
import type { Scope } from "../scope";
import { countChange } from "./counting/count-change";
import { addDays } from "./days";
import { drawUpList } from "./list/draw-up-list";
import { advanceChange } from "./monitors/advance-change";
import { inventChange, night } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const DAY_0 = "2026-02-02";
const LAST = addDays(DAY_0, 60);

interface World {
  house: House;
  id: number;
}

const tonight = <T>({ house }: World, work: (scope: Scope) => Promise<T>) => night(database, house, LAST, work);

/** A change that lost nearly half of its people, with its alert. */
async function ringing(slug: string): Promise<World> {
  const house = await buildHouse(database, slug);
  const id = await inventChange(database, house, { seed: 9, day0: DAY_0, days: 61, theta: () => 0.55 });
  const world = { house, id };
  await database.owner.sql`update cohort set counted_through = ${LAST} where workspace_id = ${house.workspaceId}`;
  await tonight(world, async (scope) => {
    await advanceChange(scope, id);
    await drawUpList(scope);
  });
  expect(await seen(world)).toEqual({ weakened: null, closed: null, word: "stopped following" });
  return world;
}

const seen = (world: World) =>
  tonight(world, async (scope) => {
    const [row] = await scope.db.execute<Record<"weakened" | "closed" | "word", string | null>>(sql`
      select (select weakened_on::text from alert where change_id = ${world.id}::bigint) as weakened,
        (select closed_why from monitor where change_id = ${world.id}::bigint and slice = 'all') as closed,
        (select parts->>'word' from reading where method = 'verdict' and slice = 'all' and revision = 1
          order by known_at desc, as_of desc limit 1) as word`);
    return { ...row };
  });

describe("an alert whose change is no longer what rang", () => {
  it("weakens when the scope or the dates were corrected and the new revision is not counted yet", async () => {
    const world = await ringing("rescoped");
    await database.owner.sql`
      update change set revision = 2 where workspace_id = ${world.house.workspaceId} and id = ${world.id}`;
    await tonight(world, drawUpList);
    expect(await seen(world)).toMatchObject({ weakened: LAST });
  });

  it("weakens when it was rolled back on its first day: nobody met it, its monitors close", async () => {
    const world = await ringing("undone");
    await database.owner.sql`
      update change set state = 'rolled_back', end_actual = ${DAY_0}
      where workspace_id = ${world.house.workspaceId} and id = ${world.id}`;
    expect(await tonight(world, (scope) => countChange(scope, world.id))).toBeNull();
    await tonight(world, drawUpList);
    expect(await seen(world)).toEqual({ weakened: LAST, closed: "rolled back", word: "too early to say" });
  });
});
