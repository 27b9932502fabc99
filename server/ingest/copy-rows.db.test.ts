import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { CopyRows, copyText } from "./copy-rows";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const table = "create temp table sheet (n int, t text) on commit drop";

describe("COPY", () => {
  it("brings texts through as they are: tabs, line ends, backslashes", async () => {
    const texts = ["a\tb", "c\r\nd", "\\N", "é\\", ""];
    const found = await database.owner.sql.begin(async (sql) => {
      await sql.unsafe(table);
      const copy = new CopyRows(sql, "sheet", 2);
      for (const [i, text] of texts.entries()) {
        copy.add(`${i}\t${copyText(text)}`);
        await copy.settle();
      }
      await copy.finish();
      return sql.unsafe("select t from sheet order by n");
    });
    expect(found.map((row) => row.t)).toEqual(texts);
  });
  it("a row that the server refuses fails the transaction instead of waiting for ever", async () => {
    const failing = database.owner.sql.begin(async (sql) => {
      await sql.unsafe(table);
      const copy = new CopyRows(sql, "sheet", 1000);
      copy.add("one\tx");
      await copy.finish();
    });
    await expect(failing).rejects.toThrow(/invalid input syntax for type integer: "one"/);
    expect(await database.owner.sql`select 1 as one`).toHaveLength(1);
  });
  it("refused in the middle, it says why at the next piece", async () => {
    const failing = database.owner.sql.begin(async (sql) => {
      await sql.unsafe(table);
      const copy = new CopyRows(sql, "sheet", 1_000_000);
      for (let i = 0; i < 5_000; i++) {
        copy.add(`${i === 5 ? "five" : i}\t${"x".repeat(1_000)}`);
        await copy.settle();
      }
      await copy.finish();
    });
    await expect(failing).rejects.toThrow(/invalid input syntax for type integer: "five"/);
  });
  it("aborted in the middle, the transaction is rolled back and the connection lives", async () => {
    const failing = database.owner.sql.begin(async (sql) => {
      await sql.unsafe(table);
      const copy = new CopyRows(sql, "sheet", 1000);
      copy.add("1\tx");
      await copy.settle();
      copy.abort();
      throw new Error("mine");
    });
    await expect(failing).rejects.toThrow("mine");
    expect(await database.owner.sql`select 1 as one`).toHaveLength(1);
  });
});
