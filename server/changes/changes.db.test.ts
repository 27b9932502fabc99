import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import { cancelChange } from "./cancel-change";
import { commentOnChange } from "./comment-on-change";
import { deleteDraft } from "./delete-draft";
import { endChange } from "./end-change";
import { findChange } from "./move-change";
import { planChange } from "./plan-change";
import { changeOf, listChanges } from "./queries";
import { recordChange } from "./record-change";
import { reviseChange } from "./revise-change";
import { rollBackChange } from "./roll-back-change";
import { startChange } from "./start-change";
import { startDue } from "./start-due";
import { buildHouse, everything, type House, lyonMove } from "./testing";

let database: TestDatabase;
let house: House;
let other: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
  other = await buildHouse(database, "rival");
});
afterAll(() => database.drop());

const record = (extra: Parameters<typeof lyonMove>[1] = {}, role: "ops" | "marketer" = "ops") =>
  house.as(role, (scope) => recordChange(scope, lyonMove(house, extra)));
const read = (id: number) => house.as("executive", (scope) => changeOf(scope, id));
const jobsOf = async (id: number) =>
  (await database.owner.sql`select 1 from job_run where job = 'open-cohort' and subject = ${`change:${id}`}`).length;
const auditOf = async (id: number) =>
  (
    await database.owner.sql<{ action: string }[]>`
      select action from audit_event where subject = ${`change:${id}`} order by id`
  ).map((row) => row.action);

describe("recordChange", () => {
  it("a start that has come -> live, confirmed, recorded on the present day, followed", async () => {
    const { id, state } = await record();
    const { change, scope } = await read(id);
    expect(state).toBe("live");
    expect(change).toMatchObject({ startActual: "2026-11-10", startConfirmed: true, recordedOn: "2026-11-21" });
    expect(scope.stores).toEqual([{ id: house.stores[0], name: "Lyon", startOn: null }]);
    expect(await jobsOf(id)).toBe(1);
    expect(await auditOf(id)).toEqual(["change.record"]);
  });
  it("a start ahead -> planned, nothing to follow yet", async () => {
    const { id, state } = await record({ start: "2026-12-01" });
    expect(state).toBe("planned");
    expect(await jobsOf(id)).toBe(0);
  });
  it("a marketer drafts, and does not record", async () => {
    expect((await record({ as: "draft", start: undefined }, "marketer")).state).toBe("draft");
    await expect(record({}, "marketer")).rejects.toMatchObject({ kind: "forbidden" });
  });
  it("a store of another workspace is not found, and nothing stays", async () => {
    const before = await house.as("ops", (scope) => listChanges(scope, {}));
    const foreign = { ...everything, stores: [{ id: other.stores[0] ?? 0 }] };
    await expect(record({ scope: foreign })).rejects.toMatchObject({ kind: "not_found", code: "store" });
    expect(await house.as("ops", (scope) => listChanges(scope, {}))).toHaveLength(before.length);
  });
  it("a wave before the first day, an end before the start, hours that run backwards -> said", async () => {
    const wave = { ...everything, stores: [{ id: house.stores[0] ?? 0, startOn: "2026-11-01" }] };
    await expect(record({ scope: wave })).rejects.toMatchObject({ code: "changes.waveBeforeStart" });
    await expect(record({ end: "2026-11-09" })).rejects.toMatchObject({ code: "changes.endBeforeStart" });
    const night = { ...everything, hours: ["18:00-09:00"] };
    await expect(record({ scope: night })).rejects.toMatchObject({ code: "changes.hoursBackwards" });
  });
  it("people of a segment are frozen as they stand", async () => {
    const { sql } = database.owner;
    for (const [customer, segment] of [
      [901, "lapsing"],
      [902, "lapsing"],
      [903, "regulars"],
    ] as const) {
      await sql`
        insert into customer_state (workspace_id, customer_id, as_of, first_day, last_day, x, amount_minor, n_365,
          value_365, products, segment)
        values (${house.workspaceId}, ${customer}, '2026-11-20', '2025-01-01', '2026-05-01', 3, 1, 1, 1, 1, ${segment})`;
    }
    const { id } = await record({ as: "draft", scope: { ...everything, segments: ["lapsing"] } });
    expect((await read(id)).scope.people).toBe(2);
    await house.as("ops", (scope) => planChange(scope, { id }));
    const wider = {
      ...lyonMove(house),
      id,
      seen: 1,
      scope: { ...everything, segments: ["lapsing" as const, "regulars" as const] },
    };
    await house.as("ops", (scope) => reviseChange(scope, wider));
    expect((await read(id)).scope.people).toBe(3);
    const narrower = { ...wider, seen: 2, scope: { ...everything, segments: [] } };
    await expect(house.as("ops", (scope) => reviseChange(scope, narrower))).rejects.toMatchObject({
      code: "changes.listShrinks",
    });
  });
});

describe("reviseChange", () => {
  it("another title of a live change: an edit is kept, the measurement stays", async () => {
    const { id } = await record();
    const result = await house.as("ops", (scope) =>
      reviseChange(scope, { ...lyonMove(house), id, seen: 1, title: "Lyon Part-Dieu moves" }),
    );
    expect(result).toEqual({ edit: 2, recomputed: false });
    const page = await read(id);
    expect(page.change).toMatchObject({ title: "Lyon Part-Dieu moves", revision: 1 });
    expect(page.revisions.map((one) => one.revision)).toEqual([1, 2]);
    expect(page.scope.stores).toHaveLength(1);
  });
  it("another scope of a live change takes a reason, makes a revision and is followed anew", async () => {
    const { id } = await record();
    const both = { ...everything, stores: house.stores.map((store) => ({ id: store })) };
    const input = { ...lyonMove(house), id, seen: 1, scope: both };
    await expect(house.as("ops", (scope) => reviseChange(scope, input))).rejects.toMatchObject({
      code: "changes.reasonMissing",
    });
    await database.owner.sql`update job_run set state = 'done' where subject = ${`change:${id}`}`;
    const result = await house.as("ops", (scope) => reviseChange(scope, { ...input, reason: "Nantes moved too" }));
    expect(result).toEqual({ edit: 2, recomputed: true });
    const page = await read(id);
    expect(page.change.revision).toBe(2);
    expect(page.scope.stores).toHaveLength(2);
    expect(await jobsOf(id)).toBe(2);
  });
  it("two people edit what they both saw: the second is told", async () => {
    const { id } = await record();
    const edit = (title: string) =>
      house.as("ops", (scope) => reviseChange(scope, { ...lyonMove(house), id, seen: 1, title }));
    const results = await Promise.allSettled([edit("One title"), edit("Other title")]);
    expect(results.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((one) => one.status === "rejected");
    expect(refused?.reason).toMatchObject({ kind: "conflict", code: "changes.edited" });
  });
  it("a marketer edits drafts only", async () => {
    const { id } = await record();
    await expect(
      house.as("marketer", (scope) => reviseChange(scope, { ...lyonMove(house), id, seen: 1 })),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("the steps of a change", () => {
  it("planned, its day comes: live by itself, not confirmed; then confirmed", async () => {
    const { id } = await record({ as: "draft", start: "2026-11-21" });
    await house.as("ops", (scope) => planChange(scope, { id }));
    const begun = await house.as({ kind: "job", name: "start-changes" }, startDue);
    expect(begun).toContain(id);
    expect((await read(id)).change).toMatchObject({
      state: "live",
      startActual: "2026-11-21",
      startConfirmed: false,
    });
    await house.as("ops", (scope) => startChange(scope, { id }));
    expect((await read(id)).change.startConfirmed).toBe(true);
    await expect(house.as("ops", (scope) => startChange(scope, { id }))).rejects.toMatchObject({ kind: "conflict" });
  });
  it("a plan ahead is not due", async () => {
    const { id } = await record({ start: "2026-11-22" });
    expect(await house.as({ kind: "job", name: "start-changes" }, startDue)).not.toContain(id);
  });
  it("rolled back: the taking back is a change of its own, with the same scope", async () => {
    const { id } = await record();
    const back = await house.as("ops", (scope) => rollBackChange(scope, { id, on: "2026-11-18" }));
    expect((await read(id)).change).toMatchObject({ state: "rolled_back", endActual: "2026-11-18" });
    const made = await read(back.id);
    expect(made.change).toMatchObject({ state: "live", startActual: "2026-11-18", title: "↩ Lyon moves to the quay" });
    expect(made.scope.stores.map((one) => one.name)).toEqual(["Lyon"]);
  });
  it("ended twice: the second is a conflict; ended before it began: said", async () => {
    const { id } = await record();
    await expect(house.as("ops", (scope) => endChange(scope, { id, on: "2026-11-01" }))).rejects.toMatchObject({
      code: "changes.endBeforeStart",
    });
    await house.as("ops", (scope) => endChange(scope, { id }));
    await expect(house.as("ops", (scope) => endChange(scope, { id }))).rejects.toMatchObject({ kind: "conflict" });
  });
  it("started and cancelled at the same moment: one of the two happens", async () => {
    const { id } = await record({ start: "2026-12-01" });
    const results = await Promise.allSettled([
      house.as("ops", (scope) => startChange(scope, { id, on: "2026-11-20" })),
      house.as("admin", (scope) => cancelChange(scope, { id })),
    ]);
    const happened = results.filter((one) => one.status === "fulfilled").length;
    const { state } = (await read(id)).change;
    expect([state, happened]).toEqual(state === "cancelled" && happened === 2 ? ["cancelled", 2] : [state, 1]);
  });
  it("only drafts are deleted; the edits and the audit stay", async () => {
    const draft = await record({ as: "draft" }, "marketer");
    await house.as("marketer", (scope) => deleteDraft(scope, { id: draft.id }));
    await expect(read(draft.id)).rejects.toMatchObject({ kind: "not_found" });
    expect(await auditOf(draft.id)).toEqual(["change.record", "change.remove"]);
    const live = await record();
    await expect(house.as("ops", (scope) => deleteDraft(scope, { id: live.id }))).rejects.toMatchObject({
      kind: "conflict",
    });
  });
  it("an executive comments; another workspace finds nothing", async () => {
    const { id } = await record();
    await house.as("executive", (scope) => commentOnChange(scope, { id, body: "Well done." }));
    expect((await read(id)).told.map((one) => [one.kind, one.body])).toContainEqual(["comment", "Well done."]);
    await expect(other.as("admin", (scope) => findChange(scope, id))).rejects.toMatchObject({ kind: "not_found" });
    await expect(other.as("admin", (scope) => endChange(scope, { id }))).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("listChanges", () => {
  it("by store, by state, by words of the title", async () => {
    const nantes = { ...everything, stores: [{ id: house.stores[1] ?? 0 }] };
    const { id } = await record({ scope: nantes, title: "100% new till in Nantes" });
    const found = (filter: Parameters<typeof listChanges>[1]) =>
      house.as("executive", async (scope) => (await listChanges(scope, filter)).map((one) => one.id));
    expect(await found({ storeId: house.stores[1], text: "new till" })).toEqual([id]);
    expect(await found({ text: "100%" })).toEqual([id]);
    expect(await found({ storeId: house.stores[0], text: "new till" })).toEqual([]);
    expect(await found({ state: "draft", text: "new till" })).toEqual([]);
  });
});
