import { setTimeout as later } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "./client";
import { type TestDatabase, testDatabase } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe("connections cut in the middle of transactions, three at a time, twelve times", () => {
  it("each transaction is refused, also in what it says later; nobody else's is touched, nothing waits", async () => {
    const pool = connect(database.appUrl, { max: 3, name: "cut" });
    const cut = (wait: number) =>
      pool.db
        .transaction(async (tx) => {
          const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
          await database.owner.sql`select pg_terminate_backend(${row?.pid ?? 0})`;
          // By then the connection may have been opened again, for somebody else.
          await later(wait);
          return tx.execute(sql`select 1 as one`);
        })
        .then(
          () => "done",
          (error: Error & { code?: string; cause?: { code?: string } }) => error.code ?? error.cause?.code,
        );
    for (let round = 1; round <= 12; round += 1) {
      expect(await Promise.all([cut(30), cut(10), cut(0)])).toEqual(Array(3).fill("CONNECTION_CLOSED"));
    }
    const answers = await Promise.all([1, 2, 3, 4].map((n) => pool.db.execute(sql`select ${n}::int as n`)));
    expect(answers.map(([row]) => row?.n)).toEqual([1, 2, 3, 4]);
    await pool.close();
  });
});
