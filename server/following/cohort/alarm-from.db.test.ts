import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../../customers/test-retailer";
import { changeRule } from "../change-rule";
import { alarmFrom } from "./alarm-from";

let database: TestDatabase;
let retailer: TestRetailer;
beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 3, customers: 20, days: 200, stores: 2 });
  await database.owner.db.execute(sql`update workspace set pinned_day = null where id = ${retailer.workspaceId}`);
});
afterAll(() => database.drop());

const DAY_0 = plus(FIRST_DAY, 150);

/** The alarm's first day, of a change recorded on one day and given another scope on another, at noon. */
async function startOf({ recordedOn, correctedOn }: { recordedOn: string; correctedOn?: string }): Promise<string> {
  return retailer.inScope(async (scope) => {
    const fields = changeFields.parse({
      title: "The shop moved",
      moved: "store",
      kind: "moved",
      start: DAY_0,
      scope: { stores: [{ id: retailer.stores[0] ?? 0 }] },
    });
    const { id } = await recordChange(scope, { ...fields, as: "recorded" });
    await scope.db.execute(sql`update change set recorded_on = ${recordedOn}::date where id = ${id}`);
    if (correctedOn) {
      await scope.db.execute(sql`
        insert into change_revision (workspace_id, change_id, revision, before, after, at)
        values (${scope.workspaceId}, ${id}, 2, '{}', '{}', ${`${correctedOn}T12:00:00Z`}::timestamptz)`);
      await scope.db.execute(sql`update change set revision = 2 where id = ${id}`);
    }
    return alarmFrom(scope, (await changeRule(scope, id)).change, DAY_0);
  });
}

describe("the first day that the alarm may use", () => {
  it("recorded before day 0: day 0", async () => {
    expect(await startOf({ recordedOn: plus(DAY_0, -20) })).toBe(DAY_0);
  });
  it("recorded 9 days after: that day", async () => {
    expect(await startOf({ recordedOn: plus(DAY_0, 9) })).toBe(plus(DAY_0, 9));
  });
  it("planned anew 5 days before day 0: day 0, it was not found afterwards", async () => {
    expect(await startOf({ recordedOn: plus(DAY_0, -20), correctedOn: plus(DAY_0, -5) })).toBe(DAY_0);
  });
  it("corrected 12 days after day 0: the day of the correction, whenever it is first followed", async () => {
    expect(await startOf({ recordedOn: plus(DAY_0, -20), correctedOn: plus(DAY_0, 12) })).toBe(plus(DAY_0, 12));
  });
});
