import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { inWorkspace, type Scope } from "../../scope";
import { changeRule } from "../change-rule";
import { readPlaces } from "../reading/read-places";
import { countDays } from "./count-days";
import { gatherMembers } from "./gather-members";

let database: TestDatabase;
let workspaceId: number;
let changeId: number;
beforeAll(async () => {
  database = await testDatabase();
  const { sql: db } = database.owner;
  const one = async (rows: Promise<readonly Record<string, unknown>[]>) => Number((await rows)[0]?.id);
  workspaceId = await one(db`
    insert into workspace (slug, name, currency, tz, pinned_day) values ('w', 'W', 'EUR', 'UTC', '2024-04-30') returning id`);
  changeId = await one(db`
    insert into change (workspace_id, title, moved, kind, state, start_actual, recorded_on, created_at)
    values (${workspaceId}, 'Move', 'store', 'move', 'live', '2024-03-01', '2024-03-01', now()) returning id`);
  await db`
    insert into cohort (workspace_id, change_id, revision, day0, alarm_from, horizon_days, round_days, seed, model, strata, counts,
      balance, diagnostics, frozen_at)
    values (${workspaceId}, ${changeId}, 1, '2024-03-01', '2024-03-01', 91, 28, 1, '{}', '[]', '{}', '[]', '{}', now())`;
  await db`
    insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, stratum, x, t_x, t_total)
    select ${workspaceId}, id, ${changeId}, 1, 0, case when id < 10 then 'exposed' else 'twin' end, '2024-03-01', 'regulars', 0, 0, 0, 0
    from unnest(array[1, 2, 3, 11, 12]) id`;
});
afterAll(() => database.drop());

const through = "2024-04-30";
const actor = { kind: "command", name: "test" } as const;
const enter = <T>(work: (scope: Scope) => Promise<T>) =>
  inWorkspace(database.app.db, { workspaceId, actor, now: new Date("2024-05-01T08:00:00Z") }, work);

interface Joined {
  from: number;
  into: number;
  on: string;
  state?: "joined" | "parted";
}

/** The members as they are counted with these joins: whose visits, and since when they are out. */
async function watched(...joins: Joined[]): Promise<string[]> {
  const { sql: db } = database.owner;
  await db`delete from customer_join where workspace_id = ${workspaceId}`;
  for (const { from, into, on, state = "joined" } of joins) {
    await db`
      insert into customer_join (workspace_id, from_customer, into_customer, state, reason, proposed_at, joined_on)
      values (${workspaceId}, ${from}, ${into}, ${state}, 'by_hand', now(), ${on})`;
  }
  return enter(async (scope) => {
    await gather(scope);
    const rows = await scope.db.execute<{ row: string }>(sql`
      select concat_ws(' ', customer_id, person, censored_on) as row from watcher order by customer_id`);
    return rows.map(({ row }) => row);
  });
}

async function gather(scope: Scope) {
  const target = await changeRule(scope, changeId);
  await gatherMembers(scope, target, through, { silent: [], gaps: [] });
  return target;
}

const alone = ["1 1", "2 2", "3 3", "11 11", "12 12"];

describe("members of a frozen cohort who were joined since", () => {
  it("into somebody outside: seen by that person's visits, still one member", async () => {
    expect(await watched({ from: 1, into: 99, on: "2024-04-10" })).toEqual(["1 99", ...alone.slice(1)]);
  });
  it("two of one arm: the lower id goes on, the other is out from that day", async () => {
    expect(await watched({ from: 1, into: 2, on: "2024-04-10" })).toEqual(["1 2", "2 2 2024-04-10", ...alone.slice(2)]);
  });
  it("across arms: both are out from that day", async () => {
    expect(await watched({ from: 11, into: 1, on: "2024-04-10" })).toEqual([
      "1 1 2024-04-10",
      ...["2 2", "3 3", "11 1 2024-04-10", "12 12"],
    ]);
  });
  it("1 into 2, then 2 into 3: 2 is out from the first day, 3 from the second", async () => {
    const joins = [
      { from: 1, into: 2, on: "2024-04-10" },
      { from: 2, into: 3, on: "2024-04-20" },
    ];
    expect(await watched(...joins)).toEqual(["1 3", "2 3 2024-04-10", "3 3 2024-04-20", "11 11", "12 12"]);
  });
  it("two by way of a third who is no member: one person from the later day on", async () => {
    const joins = [
      { from: 1, into: 99, on: "2024-04-10" },
      { from: 12, into: 99, on: "2024-04-20" },
    ];
    expect(await watched(...joins)).toEqual(["1 99 2024-04-20", "2 2", "3 3", "11 11", "12 99 2024-04-20"]);
  });
  it("joined before day 0 as it is known now: never under watch", async () => {
    expect(await watched({ from: 1, into: 2, on: "2024-02-01" })).toContain("2 2 2024-03-01");
  });
  it("parted: as if they had never been joined", async () => {
    expect(await watched({ from: 1, into: 2, on: "2024-04-10", state: "parted" })).toEqual(alone);
  });
});

describe("where a member went who was joined into somebody outside", () => {
  it("is read from what that person bought of the products in scope, on days under watch", async () => {
    const { sql: db } = database.owner;
    await watched({ from: 1, into: 99, on: "2024-04-10" });
    await db`
      insert into product (workspace_id, id, source_id, external_id, kind, path, name, merchandise) overriding system value
      values (${workspaceId}, 7, 1, 'P7', 'product', '', 'In scope', true), (${workspaceId}, 8, 1, 'P8', 'product', '', 'Other', true)`;
    const bought = sql`
      select ${workspaceId}::int as workspace_id, id::bigint as customer_id, day::date as day, product::bigint as product
      from (values (99, '2024-03-12', 7), (2, '2024-03-14', 8), (3, '2024-05-02', 7)) v (id, day, product)`;
    await database.owner.db.execute(sql`
      insert into visit (workspace_id, customer_id, day, store_id, channel, occasion, sale_lines, amount_minor, refund_minor,
        new_products, first_minute)
      select workspace_id, customer_id, day, 1, 'store', true, 1, 100, 0, 0, 600 from (${bought}) b`);
    await database.owner.db.execute(sql`
      insert into purchase_line (workspace_id, customer_id, source_id, line_key, receipt_key, at, day, minute, store_id, product_id,
        channel, fulfilment, kind, quantity, amount_minor, batch_id)
      select workspace_id, customer_id, 1, int8send(customer_id), customer_id, day, day, 600, 1, product, 'store', 'store', 'sale',
        1, 100, 1 from (${bought}) b`);
    const places = await enter(async (scope) => {
      const target = await gather(scope);
      const wave = { wave: 0, day0: "2024-03-01", from: "2024-03-01", to: "2024-03-28" };
      const stretches = { kind: "round", round: 1, days: 28, waves: [wave] } as const;
      return readPlaces(scope, { ...target, rule: { ...target.rule, products: [7] } }, { ...stretches, waves: [wave] });
    });
    await db`delete from visit where workspace_id = ${workspaceId}`;
    const told = places.filter(({ exposed }) => exposed).map(({ place, n }) => `${place} ${n}`);
    expect(told.filter((each) => !each.startsWith("not_due") && !each.startsWith("silent"))).toEqual([
      "followed 1",
      "product 1",
    ]);
  });
});

describe("days that hold somebody erased since", () => {
  it("stay as they were counted; later days are counted without them", async () => {
    const { sql: db } = database.owner;
    await watched();
    await db`
      insert into visit (workspace_id, customer_id, day, store_id, channel, occasion, sale_lines, amount_minor, refund_minor,
        new_products, first_minute)
      select ${workspaceId}, id, day::date, 1, 'store', true, 1, 100, 0, 0, 600
      from (values (1, '2024-03-10'), (2, '2024-03-20'), (3, '2024-04-15')) v (id, day)`;
    const count = () =>
      enter(async (scope) => {
        await countDays(scope, await gather(scope), 28);
        const rows = await scope.db.execute<{ row: string }>(sql`
          select concat_ws(' ', day, risk_exposed, events_exposed) as row from stratum_day where round = 0 order by day`);
        return rows.map(({ row }) => row);
      });
    expect(await count()).toEqual(["2024-03-10 3 1", "2024-03-20 2 1", "2024-04-15 1 1"]);
    await db`update cohort set kept_through = '2024-03-25' where change_id = ${changeId}`;
    await db`delete from cohort_member where customer_id = 2`;
    await db`delete from visit where customer_id = 2`;
    expect(await count()).toEqual(["2024-03-10 3 1", "2024-03-20 2 1", "2024-04-15 1 1"]);
    await db`update cohort set kept_through = null where change_id = ${changeId}`;
    expect(await count()).toEqual(["2024-03-10 2 1", "2024-04-15 1 1"]);
  });
});
