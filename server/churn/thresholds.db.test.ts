import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { FIRST_DAY, plus, type TestRetailer, testRetailer } from "../customers/test-retailer";
import { inWorkspace, type Scope } from "../scope";
import { membershipAsOf } from "./membership-as-of";
import { refitModel } from "./refit-model";
import { refreshPortraits } from "./refresh-portraits";
import { rhythmAsOf } from "./rhythm-as-of";
import { keptModels } from "./rhythm-in-force";

let database: TestDatabase;
let retailer: TestRetailer;
const BEGIN = plus(FIRST_DAY, 800);
beforeAll(async () => {
  database = await testDatabase();
  retailer = await testRetailer(database, { seed: 31, customers: 600, days: 860 });
  await retailer.derive();
});
afterAll(() => database.drop());

let clock = 0;
function on<T>(day: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  clock += 1;
  const actor = { kind: "command", name: "test" } as const;
  const now = new Date(Date.parse("2026-11-01T08:00:00Z") + clock * 60_000);
  return inWorkspace(database.app.db, { workspaceId: retailer.workspaceId, actor, now, on: day }, work);
}
const night = (scope: Scope) => refreshPortraits(scope);
const open = (scope: Scope) =>
  scope.db.execute(sql`
    select count(*)::int as n from membership m full join (select customer_id, segment from customer_state) s
      on s.customer_id = m.customer_id and s.segment = m.segment
    where m.replaced_at is null and m.to_day is null and s.customer_id is null or m.customer_id is null`);

describe("what draws everybody anew", () => {
  it("the first run needs a model; the next on the same day draws nobody", async () => {
    await expect(on(BEGIN, night)).rejects.toThrow("no model is in force");
    expect(await on(BEGIN, refitModel)).toBe("first");
    expect(await on(BEGIN, night)).toMatchObject({ everyone: true });
    expect(await on(BEGIN, refitModel)).toBeNull();
    expect(await on(BEGIN, night)).toEqual({ drawn: 0, days: 0, moved: 0, everyone: false });
  });

  it("a threshold that changed, and memberships follow from today on", async () => {
    const day = plus(BEGIN, 2);
    const before = await on(day, (scope) => membershipAsOf(scope, BEGIN));
    await database.owner.sql`
      update workspace set settings = '{"firstTimeDays": 20}' where id = ${retailer.workspaceId}`;
    expect(await on(day, night)).toMatchObject({ everyone: true });
    expect(await on(day, (scope) => membershipAsOf(scope, BEGIN))).toEqual(before);
    expect(await on(day, (scope) => membershipAsOf(scope, day))).not.toEqual(before);
    expect((await on(day, open))[0]?.n).toBe(0);
  });

  it("a pinned day that is moved back: later days are unsaid, and said again when it moves on", async () => {
    const back = plus(BEGIN, -5);
    expect(await on(back, refitModel)).toBe("first");
    expect(await on(back, night)).toMatchObject({ everyone: true });
    expect((await on(back, open))[0]?.n).toBe(0);
    const later = await on(back, (scope) =>
      scope.db.execute(sql`
      select count(*)::int as n from membership where replaced_at is null and (from_day > ${back}::date or to_day > ${back}::date)`),
    );
    expect(later[0]?.n).toBe(0);
    await on(plus(BEGIN, 3), refitModel);
    await on(plus(BEGIN, 3), night);
    expect((await on(plus(BEGIN, 3), open))[0]?.n).toBe(0);
  });
});

describe("a model in force stays", () => {
  it("until a week has passed or over 5% of the days it had seen moved; fits of past days are then made again, it is not", async () => {
    const day = plus(BEGIN, 4);
    await on(plus(BEGIN, -200), (scope) => rhythmAsOf(scope, plus(BEGIN, -200)));
    const late = (share: number) => database.owner.sql`
      insert into visit_moved (workspace_id, customer_id, day, version, before, after)
      select workspace_id, customer_id, day, nextval('visit_version'), true, true from visit
      where workspace_id = ${retailer.workspaceId} and occasion and day < ${plus(BEGIN, -250)}
        and customer_id % 100 < ${share}`;
    await late(2);
    expect(await on(day, refitModel)).toBeNull();
    const past = async () => (await on(day, keptModels)).filter(({ validFrom }) => validFrom === null).length;
    expect(await past()).toBe(1);
    await late(15);
    expect(await on(day, refitModel)).toBe("late rows");
    expect(await past()).toBe(0);
    expect(await on(day, refitModel)).toBeNull();
    expect(await on(plus(day, 7), refitModel)).toBe("weekly");
    const said = await on(day, (scope) =>
      scope.db.execute<{ reason: string }>(sql`
      select after->>'reason' as reason from audit_event where action = 'model.fitted' order by id`),
    );
    expect(said.map(({ reason }) => reason)).toEqual(["first", "first", "late rows", "weekly"]);
  });
});
