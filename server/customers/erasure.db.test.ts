import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { type TestShop, testShop } from "../ingest/testing";
import { erasedSince } from "./queries";
import { suppress } from "./suppress";
import { type Admin, adminOf } from "./testing";

let database: TestDatabase;
let shop: TestShop;
let admin: Admin;
beforeAll(async () => {
  database = await testDatabase();
  shop = await testShop(database, "erasure");
  admin = adminOf(database, shop);
});
afterAll(() => database.drop());

const head = "receipt,line,at,store,customer,product,quantity,amount";
const receipts = [
  "R1,L1,2024-02-01,S1,ANNA,P1,1,10.00",
  "R2,L2,2024-03-01,S1,ANNA-OLD,P1,1,20.00",
  "R3,L3,2024-03-02,S1,BRUNO,P1,1,30.00",
];
const tills = (rows: string[]) => ({ "a.csv": [head, ...rows, ""].join("\n") });

/** Every column of every table that names a customer, and how many rows name one of these. */
async function found(ids: number[]): Promise<Record<string, number>> {
  const { sql } = database.owner;
  const columns = await sql<{ table: string; column: string }[]>`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.column_name in ('customer_id', 'from_customer', 'into_customer')`;
  expect(columns.length).toBeGreaterThan(14);
  const left: Record<string, number> = {};
  const count = async (name: string, text: string) => {
    const [row] = await sql.unsafe<{ n: number }[]>(text, [shop.workspaceId, JSON.stringify(ids)]);
    if (row && row.n > 0) left[name] = row.n;
  };
  const listed = "(select value::bigint from jsonb_array_elements_text($2::jsonb))";
  for (const { table, column } of columns) {
    const text = `select count(*)::int as n from ${table} where workspace_id = $1 and ${column} in ${listed}`;
    await count(`${table}.${column}`, text);
  }
  await count(
    "overwritten_value",
    `select count(*)::int as n from overwritten_value where workspace_id = $1 and table_name = 'customer' and row_id in ${listed}`,
  );
  await count(
    "superseded_row.row",
    `select count(*)::int as n from superseded_row where workspace_id = $1 and (row ->> 'customer_id')::bigint in ${listed}`,
  );
  return left;
}

/** Tables whose rows hold one of these words anywhere. */
async function holding(words: string[]): Promise<string[]> {
  const { sql } = database.owner;
  const tables = await sql<{ name: string }[]>`
    select distinct c.table_name as name from information_schema.columns c
    where c.table_schema = 'public' and c.column_name = 'workspace_id'`;
  const held: string[] = [];
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ n: number }[]>(
      `select count(*)::int as n from ${name} t where t.workspace_id = $1
         and exists (select 1 from jsonb_array_elements_text($2::jsonb) w where to_jsonb(t)::text like '%' || w.value || '%')`,
      [shop.workspaceId, JSON.stringify(words)],
    );
    if (row && row.n > 0) held.push(name);
  }
  return held.sort();
}

describe("erasure", () => {
  it("leaves nothing of the person in any table, be they joined, corrected, refused, in a cohort or on a list", async () => {
    const { sql } = database.owner;
    const { workspaceId } = shop;
    await shop.import(tills(receipts));
    await shop.import(tills(["R1,L1,2024-02-02,S1,ANNA,P1,1,11.00", "R9,L9,nonsense,S1,ANNA,P1,1,1.00"]));
    await shop.import(
      {
        "answers.csv":
          "response,customer,at,score,comment\nA1,ANNA,2024-03-05,9,Anna was here\nA2,BRUNO,2024-03-05,3,Bruno too\n",
      },
      { kind: "survey_responses" },
    );
    await shop.import(
      { "people.csv": "customer,email,home_area\nANNA,anna@example.com,Annaville\nBRUNO,bruno@example.com,Lyon\n" },
      { kind: "customers" },
    );
    const anna = await admin.person("ANNA");
    const old = await admin.person("ANNA-OLD");
    const bruno = await admin.person("BRUNO");
    await sql`
      insert into import_reject (workspace_id, batch_id, file, line, "column", value, code)
      values (${workspaceId}, 1, 'a.csv', 7, 'customer', ' Anna@Example.com ', 'email')`;
    await admin.jobs();
    await sql`
      insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, x, t_x, t_total)
      select ${workspaceId}, id, 1, 1, 0, 'exposed', '2024-02-15', 'regulars', 0, 0, 0
      from unnest(array[${anna}::bigint, ${old}::bigint, ${bruno}::bigint]) id`;
    await sql`
      insert into change_customer (workspace_id, customer_id, change_id) values (${workspaceId}, ${anna}, 1), (${workspaceId}, ${bruno}, 1)`;
    await sql`
      insert into stratum_day (workspace_id, change_id, revision, round, stratum, day, risk_exposed, risk_twin, events_exposed, events_twin, known_at)
      values (${workspaceId}, 1, 1, 0, 0, '2024-03-01', 3, 3, 1, 0, now())`;
    await sql`
      insert into customer_join (workspace_id, from_customer, into_customer, state, reason, proposed_at)
      values (${workspaceId}, ${anna}, ${bruno}, 'proposed', 'email', now())`;
    await admin.join(old, anna);
    const others = await found([bruno]);
    expect(Object.keys(await found([anna, old])).length).toBeGreaterThan(8);
    await admin.erase(anna);
    expect(await found([anna, old])).toEqual({});
    expect(await holding(["ANNA", "anna", "Anna"])).toEqual([]);
    const { "customer_join.into_customer": _, ...rest } = others;
    expect(await found([bruno])).toEqual(rest);
    const [day] = await sql`select risk_exposed from stratum_day where workspace_id = ${workspaceId}`;
    expect(day).toEqual({ risk_exposed: 3 });
  });

  it("says how many rows of each table went, and over which days", async () => {
    const [row] = await database.owner.sql`
      select state, customer_id, first_day, last_day, removed from erasure where workspace_id = ${shop.workspaceId}`;
    expect(row).toMatchObject({ state: "done", customer_id: null, first_day: "2024-02-02", last_day: "2024-03-05" });
    expect(row?.removed).toMatchObject({
      purchase_line: 2,
      survey_response: 1,
      verbatim: 1,
      superseded_row: 1,
      identity: 3,
      customer: 1,
    });
    const [done] = await database.owner.sql<{ at: string }[]>`
      select done_at as at from erasure where workspace_id = ${shop.workspaceId}`;
    const at = new Date(done?.at ?? 0);
    const march = { from: "2024-03-01", to: "2024-03-31", since: new Date(at.getTime() - 1) };
    const april = { ...march, from: "2024-04-01", to: "2024-04-30" };
    const counts = await admin.enter((scope) =>
      Promise.all([march, april, { ...march, since: at }].map((asked) => erasedSince(scope, asked))),
    );
    expect(counts).toEqual([1, 0, 0]);
  });

  it("the next import refuses the person under every identity, and takes the others", async () => {
    const report = await shop.import(tills(receipts));
    expect(report).toMatchObject({ refused: 2, unchanged: 1, newCustomers: 0 });
    const people = await shop.import(
      { "people.csv": "customer,email\nNEW,anna@example.com\nCARLA,carla@example.com\n" },
      { kind: "customers" },
    );
    expect(people).toMatchObject({ refused: 1, newCustomers: 1 });
    expect(await holding(["ANNA", "anna@"])).toEqual([]);
  });
});

describe("suppression", () => {
  it("of somebody unknown: the next import refuses the address, and it is kept nowhere", async () => {
    const done = await admin.enter((scope) => suppress(scope, { kind: "email", value: " Dora@example.com " }));
    expect(done).toEqual({ everywhere: true, erasureIds: [] });
    expect(await holding(["Dora", "dora@"])).toEqual([]);
    const report = await shop.import(
      { "people.csv": "customer,email\nDORA-1,DORA@example.com\nEVE,eve@example.com\n" },
      { kind: "customers" },
    );
    expect(report).toMatchObject({ refused: 1, newCustomers: 1 });
  });
  it("of somebody known: they are erased too", async () => {
    const eve = await admin.person("EVE");
    const done = await admin.enter((scope) => suppress(scope, { kind: "email", value: "eve@example.com" }));
    expect(done).toMatchObject({ everywhere: true, erasureIds: [expect.any(Number)] });
    await admin.jobs();
    expect(await found([eve])).toEqual({});
  });
  it("of what is no address: a sentence", async () => {
    const wrong = admin.enter((scope) => suppress(scope, { kind: "email", value: "dora" }));
    await expect(wrong).rejects.toMatchObject({ code: "customers.identity", field: "value" });
  });
});
