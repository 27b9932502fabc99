import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "./testing";
import { clientOf } from "./transaction-client";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.owner.sql`create table mark (id int); grant select, insert on mark to triptych_app`.simple();
});
afterAll(() => database.drop());

const where = "select pg_backend_pid() as process, pg_current_xact_id()::text as transaction";

it("the client inside a Drizzle transaction is that transaction", async () => {
  const [outer, inner] = await database.app.db.transaction(async (tx) => [
    [...(await tx.execute(sql.raw(where)))],
    [...(await clientOf(tx).unsafe(where))],
  ]);
  expect(inner).toEqual(outer);
});

it("what it wrote is gone when Drizzle's transaction is rolled back, and stays when it is not", async () => {
  const write = (fails: boolean) =>
    database.app.db.transaction(async (tx) => {
      await clientOf(tx).unsafe("insert into mark values (1)");
      if (fails) throw new Error("rolled back");
    });
  await expect(write(true)).rejects.toThrow("rolled back");
  expect(await database.app.sql`select id from mark`).toHaveLength(0);
  await write(false);
  expect(await database.app.sql`select id from mark`).toHaveLength(1);
});

it("a nested transaction's client is still the same one", async () => {
  const same = await database.app.db.transaction(async (tx) => {
    const [outer] = await tx.execute(sql.raw(where));
    return tx.transaction(async (nested) => {
      const [inner] = await clientOf(nested).unsafe(where);
      return outer?.process === inner?.process;
    });
  });
  expect(same).toBe(true);
});
