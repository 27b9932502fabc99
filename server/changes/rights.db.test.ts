import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/db/testing";
import type { Role } from "../scope";
import { createCallerFactory } from "../trpc/init";
import { changesRouter } from "./router";
import { at, buildHouse, type House, lyonMove, roles } from "./testing";

let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await testDatabase();
  house = await buildHouse(database, "arpege");
});
afterAll(() => database.drop());

const callerOf = (role: Role) => {
  const { userId } = house.members[role];
  const member = { workspaceId: house.workspaceId, userId, role, seesPeople: false };
  return createCallerFactory(changesRouter)({ db: database.app.db, now: at, member });
};
type Caller = ReturnType<typeof callerOf>;

/** A change of admin's making, in this state. */
async function changeIn(state: "draft" | "planned" | "live"): Promise<number> {
  const start = state === "live" ? "2026-11-10" : "2026-12-10";
  const as = state === "draft" ? "draft" : "recorded";
  return (await callerOf("admin").recordChange(lyonMove(house, { as, start }))).id;
}

const everybody: readonly Role[] = roles;
const drafting: readonly Role[] = ["ops", "marketer", "admin"];
const recording: readonly Role[] = ["ops", "admin"];

const rows: [
  string,
  "draft" | "planned" | "live",
  readonly Role[],
  (caller: Caller, id: number) => Promise<unknown>,
][] = [
  ["read the list", "live", everybody, (caller) => caller.list({})],
  ["read a change", "live", everybody, (caller, id) => caller.one({ id })],
  ["comment", "live", everybody, (caller, id) => caller.commentOnChange({ id, body: "Well." })],
  ["open the form", "live", drafting, (caller) => caller.choices()],
  ["record a draft", "live", drafting, (caller) => caller.recordChange(lyonMove(house, { as: "draft" }))],
  ["edit a draft", "draft", drafting, (caller, id) => caller.reviseChange({ ...lyonMove(house), id, seen: 1 })],
  ["delete a draft", "draft", drafting, (caller, id) => caller.deleteDraft({ id })],
  ["record a live change", "live", recording, (caller) => caller.recordChange(lyonMove(house))],
  ["plan a draft", "draft", recording, (caller, id) => caller.planChange({ id })],
  ["make a plan live", "planned", recording, (caller, id) => caller.startChange({ id })],
  [
    "correct a live change",
    "live",
    recording,
    (caller, id) => caller.reviseChange({ ...lyonMove(house), start: "2026-11-11", id, seen: 1, reason: "A day late" }),
  ],
  ["end a change", "live", recording, (caller, id) => caller.endChange({ id })],
  ["take a change back", "live", recording, (caller, id) => caller.rollBackChange({ id })],
  ["cancel a plan", "planned", recording, (caller, id) => caller.cancelChange({ id })],
];

describe("changes: who may what (decisions D17)", () => {
  for (const [title, state, allowed, act] of rows) {
    for (const role of roles) {
      const may = allowed.includes(role);
      it(`${role}: ${title} -> ${may ? "yes" : "forbidden"}`, async () => {
        const id = await changeIn(state);
        const done = act(callerOf(role), id);
        if (may) await expect(done).resolves.not.toThrow();
        else await expect(done).rejects.toMatchObject({ cause: { kind: "forbidden" } });
      });
    }
  }
});
