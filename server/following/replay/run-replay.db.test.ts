import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../../changes/record-change";
import { changeFields } from "../../changes/schema";
import { fitRhythm } from "../../churn/fit-rhythm";
import { writeStates } from "../../churn/write-states";
import { FIRST_DAY, plus, testRetailer } from "../../customers/test-retailer";
import type { Scope } from "../../scope";
import { followChange } from "../follow-change";
import { askReplay } from "./ask-replay";
import { readReplay } from "./read-replay";
import { replayShown } from "./replay-shape";
import { runReplay } from "./run-replay";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const DAY_0 = plus(FIRST_DAY, 700);

/** Recorded on the last day: live, it could raise no alarm about the days before. */
async function record(scope: Scope, store: number): Promise<number> {
  const fields = {
    title: "The shop moved",
    moved: "store",
    kind: "moved",
    start: DAY_0,
    scope: { stores: [{ id: store }] },
  };
  const { id } = await recordChange(scope, { ...changeFields.parse(fields), as: "recorded" });
  await followChange(scope, id);
  return id;
}

const monitors = (scope: Scope) =>
  scope.db.execute(sql`select slice, opened_on, advanced_to, down_alarm_on, state from monitor order by id`);

describe("history run again", () => {
  it("a shop that loses nine of ten: the alarm comes after day 0, before the data end; live monitors stay as they are", async () => {
    const loss = { store: 0, from: 700, share: 0.9 };
    const shop = await testRetailer(database, { seed: 5, customers: 3000, days: 800, stores: 12, loss });
    await shop.derive();
    await shop.inScope(async (scope) => writeStates(scope, await fitRhythm(scope, scope.today)));
    const changeId = await shop.inScope((scope) => record(scope, shop.stores[0] ?? 0));
    const before = await shop.inScope(monitors);
    const { id } = await shop.inScope((scope) => askReplay(scope, { from: FIRST_DAY, to: "2099-01-01" }));
    for (let twice = 0; twice < 2; twice += 1) await shop.inScope((scope) => runReplay(scope, id));
    const { latest } = replayShown.parse(await shop.inScope(readReplay));
    expect(latest).toMatchObject({ from: FIRST_DAY, to: shop.lastDay });
    const [found] = latest?.result.changes ?? [];
    expect(found).toMatchObject({ id: changeId, day0: DAY_0, upOn: null, npsOn: null });
    for (const on of [found?.alarmOn, found?.zOn]) {
      expect(on && on > DAY_0 && on <= shop.lastDay).toBe(true);
    }
    expect(found?.lead).toMatchObject({ kind: "gained", atLeast: true });
    expect(await shop.inScope(monitors)).toEqual(before);
  });

  it("the wrong way round, or from a day that has not come: one sentence", async () => {
    const shop = await testRetailer(database, { seed: 6, customers: 50, days: 30 });
    const asked = (from: string, to: string) => shop.inScope((scope) => askReplay(scope, { from, to }));
    await expect(asked("2024-02-01", "2024-01-01")).rejects.toMatchObject({ code: "replay.order" });
    await expect(asked("2024-02-01", "2024-03-01")).rejects.toMatchObject({ code: "replay.future" });
  });
});
