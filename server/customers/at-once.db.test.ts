import { sql as query } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { type TestShop, testShop } from "../ingest/testing";
import { enqueue } from "../jobs/enqueue";
import { askErasure } from "./ask-erasure";
import { askJoin } from "./ask-join";
import { deriveAlone, deriveVisits } from "./derive-visits";
import { suppress } from "./suppress";
import { type Admin, adminOf } from "./testing";

let database: TestDatabase;
let shop: TestShop;
let admin: Admin;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "at-once");
  admin = adminOf(database, shop);
});
afterAll(() => database.drop());

const buy = (...people: string[]) =>
  shop.import({
    "a.csv": `receipt,at,store,customer,product,quantity,amount\n${people
      .map((who) => `R-${who},2024-02-01,S1,${who},P1,1,10.00`)
      .join("\n")}\n`,
  });

/** Until a statement of somebody waits for a lock. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const [row] = await database.owner.sql<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (row && row.n > 0) return;
  }
}

const rowsLeft = async (customerId: number) => {
  const [row] = await database.owner.sql<{ n: number }[]>`
    select count(*)::int as n from purchase_line where workspace_id = ${shop.workspaceId} and customer_id = ${customerId}`;
  return row?.n;
};

describe("asked at once", () => {
  it("a join and an erasure of the same person: the second is refused", async () => {
    await buy("A", "B");
    const [a, b] = [await admin.person("A"), await admin.person("B")];
    let second: Promise<unknown> | undefined;
    await admin.enter(async (scope) => {
      await askErasure(scope, { id: a });
      second = admin.enter((other) => askJoin(other, { from: a, into: b })).catch((error: unknown) => error);
      await someoneWaits();
    });
    expect(await second).toMatchObject({ code: "customers.moving" });
    await admin.jobs();
    expect([await rowsLeft(a), await rowsLeft(b)]).toEqual([0, 1]);
  });

  it("who was joined by an import's rule while an erasure waited is erased as that one", async () => {
    await buy("C", "D");
    const [c, d] = [await admin.person("C"), await admin.person("D")];
    await admin.join(c, d);
    const { sql } = database.owner;
    const [erasure] = await sql<{ id: string }[]>`
      insert into erasure (workspace_id, customer_id, state, asked_at)
      values (${shop.workspaceId}, ${c}, 'asked', now()) returning id`;
    const erasureId = Number(erasure?.id);
    await admin.enter((scope) => enqueue(scope, "erase-customer", `erasure:${erasureId}`, { erasureId }));
    await admin.jobs();
    expect([await rowsLeft(c), await rowsLeft(d)]).toEqual([0, 0]);
  });

  it("an address is suppressed while an import brings it: whom it belongs to is erased", async () => {
    await buy("E");
    const e = await admin.person("E");
    let done: Promise<unknown> | undefined;
    await database.owner.db.transaction(async (tx) => {
      await tx.execute(query.raw(`set local app.workspace_id = '${shop.workspaceId}'`));
      await tx.execute(query`
        insert into identity (workspace_id, source_id, kind, value_hash, customer_id)
        select ${shop.workspaceId}, id, 'email', identity_hash('email', 'e@example.com'), ${e} from source
        where workspace_id = ${shop.workspaceId}`);
      done = admin.enter((scope) => suppress(scope, { kind: "email", value: "e@example.com" }));
      await someoneWaits();
    });
    expect(await done).toMatchObject({ erasureIds: [expect.any(Number)] });
    await admin.jobs();
    expect(await rowsLeft(e)).toBe(0);
  });
});

describe("erasure beside a derivation and a change that is followed", () => {
  it.each(["derive", "follow"])("waits for %s: nothing of the person is written after it", async (what) => {
    const who = `BESIDE-${what}`;
    await buy(who);
    await admin.jobs();
    const id = await admin.person(who);
    const { sql } = database.owner;
    const { workspaceId } = shop;
    await sql`insert into touched_customer (workspace_id, customer_id, from_day) values (${workspaceId}, ${id}, '2024-02-01')`;
    const [change] = await sql<{ id: string }[]>`
      insert into change (workspace_id, title, moved, kind, state, recorded_on, created_at)
      values (${workspaceId}, 'A change', 'store', 'other', 'draft', '2024-01-01', now()) returning id`;
    let erased: Promise<number> | undefined;
    await admin.enter(async (scope) => {
      if (what === "derive") {
        await deriveAlone(scope);
        await deriveVisits(scope);
      } else {
        const lock = `follow:${workspaceId}:${change?.id}`;
        await scope.db.execute(query`select pg_advisory_xact_lock(hashtextextended(${lock}, 7041967))`);
        await scope.db.execute(query`
          insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, x, t_x, t_total)
          values (${workspaceId}, ${id}, ${change?.id}, 1, 0, 'exposed', '2024-02-15', 'regulars', 0, 0, 0)`);
      }
      erased = admin.erase(id);
      await someoneWaits();
    });
    await erased;
    const [left] = await sql`
      select (select count(*)::int from visit where workspace_id = ${workspaceId} and customer_id = ${id}) as visits,
        (select count(*)::int from cohort_member where workspace_id = ${workspaceId} and customer_id = ${id}) as members`;
    expect(left).toEqual({ visits: 0, members: 0 });
  });
});

describe("erasure of somebody who took another in", () => {
  it("leaves nothing that imports had written over in that other", async () => {
    const people = (rows: string) =>
      shop.import(
        { "p.csv": `customer,email,nickname\n${rows}\n` },
        { kind: "customers", mapping: { columns: { customer: "customer", email: "email" }, attributes: ["nickname"] } },
      );
    await people(",kim@example.com,Kimmy");
    await people(",kim@example.com,Kimberley");
    await people("KIM,,");
    await people("KIM,kim@example.com,");
    const kim = await admin.person("KIM");
    const kept = () => database.owner.sql`
      select before, after from overwritten_value where workspace_id = ${shop.workspaceId} and table_name = 'customer'
        and (before::text like '%Kim%' or after::text like '%Kim%')`;
    await admin.erase(kim);
    expect([...(await kept())]).toEqual([]);
  });
});
