import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { recordChange } from "../changes/record-change";
import { buildHouse, type House, lyonMove } from "../changes/testing";
import { actOnAlert } from "./act-on-alert";
import { assignAlert } from "./assign-alert";
import { closeAlert } from "./close-alert";
import { commentOnAlert } from "./comment-on-alert";
import { silentPeople } from "./people";
import { alertOf, countsOf, inbox } from "./queries";
import { reopenAlert } from "./reopen-alert";
import { snoozeAlert } from "./snooze-alert";
import { takeAlert } from "./take-alert";
import { evidenceOf, ring, ringing } from "./testing";
import { watchAlert } from "./watch-alert";

let database: TestDatabase;
let house: House;
let other: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
  other = await buildHouse(database, "rival");
});
afterAll(() => database.drop());

const page = (id: number) => house.as("marketer", (scope) => alertOf(scope, id));
const told = async (id: number) => (await page(id)).told.map((one) => one.data.act ?? one.kind);

describe("raiseAlert", () => {
  it("the same alarm three nights running -> one alert, told once, with tonight's figures", async () => {
    const { changeId, alertId } = await ringing(house);
    expect(await ring(house, changeId)).toBe("unchanged");
    expect(await ring(house, changeId, { evidence: evidenceOf({ onceIn: 400 }) })).toBe("unchanged");
    expect(await told(alertId)).toEqual(["raised"]);
    expect((await page(alertId)).alert.evidence.onceIn).toBe(400);
  });
  it("two workers raise it at once -> one alert", async () => {
    const { id } = await house.as("ops", (scope) => recordChange(scope, lyonMove(house)));
    const both = await Promise.all([ring(house, id), ring(house, id)]);
    expect(both.sort()).toEqual(["raised", "unchanged"]);
  });
  it("no alarm and none before -> nothing", async () => {
    const { id } = await house.as("ops", (scope) => recordChange(scope, lyonMove(house)));
    expect(await ring(house, id, { standing: false, evidence: null })).toBe("nothing");
  });
  it("off the list: weakened, with the figures it was raised with; on it again: reopened", async () => {
    const { changeId, alertId } = await ringing(house);
    expect(await ring(house, changeId, { standing: false, on: "2026-11-21", evidence: null })).toBe("weakened");
    expect((await page(alertId)).alert).toMatchObject({ weakenedOn: "2026-11-21", evidence: { onceIn: 214 } });
    expect(await ring(house, changeId, { on: "2026-11-22" })).toBe("reopened");
    expect((await page(alertId)).alert.weakenedOn).toBeNull();
  });
  it("closed while it stood: stays closed; weakened and back: new again, nobody's", async () => {
    const { changeId, alertId } = await ringing(house);
    await house.as("marketer", (scope) => takeAlert(scope, { id: alertId, state: "new" }));
    await house.as("marketer", (scope) => closeAlert(scope, { id: alertId, state: "taken", as: "accepted" }));
    expect(await ring(house, changeId)).toBe("unchanged");
    await ring(house, changeId, { standing: false, evidence: null });
    expect(await ring(house, changeId)).toBe("reopened");
    expect((await page(alertId)).alert).toMatchObject({ state: "new", ownerId: null, closedAs: null });
  });
});

describe("an alert's life", () => {
  it("taken, acted on, watched, closed: each step told and audited", async () => {
    const { alertId: id } = await ringing(house);
    await house.as("marketer", async (scope) => {
      await takeAlert(scope, { id, state: "new" });
      await actOnAlert(scope, { id, state: "taken", body: "Calling the early birds." });
      await watchAlert(scope, { id, state: "acting" });
      await closeAlert(scope, { id, state: "watching", as: "resolved" });
    });
    expect(await told(id)).toEqual(["raised", "take", "act", "watch", "close"]);
    const audit = await database.owner.sql<{ action: string }[]>`
      select action from audit_event where subject = ${`alert:${id}`} order by id`;
    expect(audit.map((row) => row.action).slice(-4)).toEqual(["alert.take", "alert.act", "alert.watch", "alert.close"]);
  });
  it("two take it at the same moment: one has it, the other is told", async () => {
    const { alertId: id } = await ringing(house);
    const results = await Promise.allSettled([
      house.as("marketer", (scope) => takeAlert(scope, { id, state: "new" })),
      house.as("admin", (scope) => takeAlert(scope, { id, state: "new" })),
    ]);
    expect(results.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "alerts.moved" });
  });
  it("assigned to a marketer: theirs; to an executive: said; to a member elsewhere: not found", async () => {
    const { alertId: id } = await ringing(house);
    const give = (memberId: number) => house.as("admin", (scope) => assignAlert(scope, { id, state: "new", memberId }));
    await expect(give(house.members.executive.memberId)).rejects.toMatchObject({ code: "alerts.cannotWork" });
    await expect(give(other.members.marketer.memberId)).rejects.toMatchObject({ kind: "not_found" });
    await give(house.members.marketer.memberId);
    expect(await page(id)).toMatchObject({ mine: true, alert: { state: "taken" } });
  });
  it("sleeps until a day for a reason, out of the inbox; never into the past or for a year", async () => {
    const { alertId: id } = await ringing(house);
    const sleep = (until: string) =>
      house.as("marketer", (scope) => snoozeAlert(scope, { id, state: "new", until, reason: "Sales week" }));
    await expect(sleep("2026-11-20")).rejects.toMatchObject({ code: "alerts.snoozePast" });
    await expect(sleep("2027-11-20")).rejects.toMatchObject({ code: "alerts.snoozeLong" });
    const before = await house.as("marketer", countsOf);
    await sleep("2026-12-01");
    const after = await house.as("marketer", countsOf);
    expect([after.new - before.new, after.asleep - before.asleep]).toEqual([-1, 1]);
    const asleep = await house.as("marketer", (scope) => inbox(scope, "asleep"));
    expect(asleep.alerts.map((one) => one.id)).toContain(id);
  });
  it("closed as other takes words; reopened it waits for anybody", async () => {
    const { alertId: id } = await ringing(house);
    await expect(
      house.as("marketer", (scope) => closeAlert(scope, { id, state: "new", as: "other" })),
    ).rejects.toMatchObject({ code: "alerts.reasonMissing" });
    await house.as("marketer", (scope) => closeAlert(scope, { id, state: "new", as: "other", reason: "A strike." }));
    await house.as("marketer", (scope) => reopenAlert(scope, { id, state: "closed" }));
    expect((await page(id)).alert).toMatchObject({ state: "new", ownerId: null });
  });
});

describe("who may (decisions D17)", () => {
  it("ops works on the alert of an own change, not on a marketer's; an executive only comments", async () => {
    const own = await ringing(house);
    await house.as("ops", (scope) => takeAlert(scope, { id: own.alertId, state: "new" }));
    const theirs = await ringing(house);
    await database.owner.sql`
      update change set owner_id = ${house.members.admin.userId}, created_by = ${house.members.admin.userId}
      where workspace_id = ${house.workspaceId} and id = ${theirs.changeId}`;
    await expect(
      house.as("ops", (scope) => takeAlert(scope, { id: theirs.alertId, state: "new" })),
    ).rejects.toMatchObject({ kind: "forbidden", code: "alerts.notYours" });
    expect((await house.as("ops", (scope) => alertOf(scope, theirs.alertId))).acts).toBeNull();
    expect((await house.as("executive", (scope) => alertOf(scope, own.alertId))).acts).toBeNull();
    await house.as("executive", (scope) => commentOnAlert(scope, { id: own.alertId, body: "Who calls them?" }));
    expect(await told(own.alertId)).toContain("comment");
  });
  it("another workspace's alert is not found", async () => {
    const { alertId: id } = await ringing(house);
    await expect(other.as("admin", (scope) => alertOf(scope, id))).rejects.toMatchObject({ kind: "not_found" });
    await expect(other.as("admin", (scope) => takeAlert(scope, { id, state: "new" }))).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(other.as("admin", (scope) => commentOnAlert(scope, { id, body: "?" }))).rejects.toMatchObject({
      kind: "not_found",
    });
  });
});

describe("silentPeople", () => {
  it("10 days away: due after 30 -> no; 61 days away, not come in the latest round -> yes; each look is audited", async () => {
    const { changeId, alertId } = await ringing(house);
    const { sql } = database.owner;
    const ws = house.workspaceId;
    await sql`
      insert into cohort (workspace_id, change_id, revision, day0, alarm_from, horizon_days, round_days, seed, model,
        strata, counts, balance, diagnostics, frozen_at)
      values (${ws}, ${changeId}, 1, '2026-09-01', '2026-09-01', 91, 28, 1, '{}', '[]', '{}', '[]', '{}', now())`;
    for (const [reference, lastDay, arm] of [
      ["recent", "2026-11-10", "exposed"],
      ["silent", "2026-09-20", "exposed"],
      ["twin", "2026-09-20", "twin"],
    ] as const) {
      const [made] = await sql<{ customer_id: number }[]>`
        insert into customer (workspace_id, kind, reference) values (${ws}, 'person', ${reference})
        returning customer_id`;
      const id = made?.customer_id ?? 0;
      await sql`
        insert into customer_state (workspace_id, customer_id, as_of, first_day, last_day, x, amount_minor, n_365,
          value_365, products, segment)
        values (${ws}, ${id}, '2026-11-20', '2025-01-01', ${lastDay}, 3, 1, 1, 1, 1, 'regulars')`;
      await sql`
        insert into cohort_member (workspace_id, customer_id, change_id, revision, wave, arm, day0, segment, x, t_x,
          t_total, due_days, value_minor)
        values (${ws}, ${id}, ${changeId}, 1, 0, ${arm}, '2026-09-01', 'regulars', 3, 1, 1, 30, 5000)`;
    }
    const seen = await house.as("marketer", (scope) => silentPeople(scope, { id: alertId, page: 1 }));
    expect(seen.people.map((one) => one.reference)).toEqual(["silent"]);
    expect(seen.total).toBe(1);
    const audit = await sql`
      select 1 from audit_event where action = 'people.see' and subject = ${`alert:${alertId}`}`;
    expect(audit).toHaveLength(1);
  });
});
