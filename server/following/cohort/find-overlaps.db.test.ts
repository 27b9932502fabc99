import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { NAMED_SEGMENTS } from "../../stats/portrait";
import { MOST_OVERLAPS } from "../settings";
import { keepLargest, type Overlap } from "./find-overlaps";
import { STRATA_PER_WAVE } from "./open-wave";
import { stratumNumber } from "./stratify";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const found = (bit: number, share: number): Overlap => ({ bit, changeId: 100 + bit, kind: "change", share });

describe("other changes before day 0", () => {
  it("40 of them: the 3 largest are kept and numbered 1 to 3; a later wave stays bit 0", async () => {
    await database.owner.db.transaction(async (db) => {
      await db.execute(sql`create temp table also (customer_id bigint, bit int) on commit drop`);
      await db.execute(sql`insert into also select 1000 + bit, bit from generate_series(0, 40) as bit`);
      const all = Array.from({ length: 40 }, (_, i) => found(i + 1, [1, 7, 38].includes(i + 1) ? (i + 1) / 40 : 0.05));
      const kept = await keepLargest(db, [...all.slice(0, 1).map((one) => ({ ...one, share: 0.9 })), ...all.slice(1)]);
      expect(kept.map(({ bit, changeId }) => [bit, changeId])).toEqual([
        [1, 138],
        [2, 101],
        [3, 107],
      ]);
      const rows = await db.execute<{ customer_id: string; bit: number }>(sql`select * from also order by bit`);
      expect(rows.map((row) => [Number(row.customer_id), row.bit])).toEqual([
        [1000, 0],
        [1038, 1],
        [1001, 2],
        [1007, 3],
      ]);
    });
  });

  it("none: nothing is kept, nothing is asked of an empty list", async () => {
    await database.owner.db.transaction(async (db) => {
      await db.execute(sql`create temp table also (customer_id bigint, bit int) on commit drop`);
      await db.execute(sql`insert into also values (1, 0), (2, 1)`);
      expect(await keepLargest(db, [])).toEqual([]);
      expect((await db.execute(sql`select * from also`)).length).toBe(1);
    });
  });

  it(`the highest number of a stratum, all ${MOST_OVERLAPS} and a later wave shared, stays within its wave's ${STRATA_PER_WAVE}`, () => {
    const every = 2 ** (MOST_OVERLAPS + 1) - 1;
    expect(stratumNumber(NAMED_SEGMENTS.at(-1) ?? "", every, 9)).toBeLessThan(STRATA_PER_WAVE);
  });
});
