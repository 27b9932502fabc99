import { describe, expect, it } from "vitest";
import type { ChangeState } from "@/db/schema/changes";
import type { Actor, Role } from "../scope";
import { afterAct, type ChangeAct, changeActs, mayDo, openActs } from "./life";

const states: readonly ChangeState[] = ["draft", "planned", "live", "ended", "rolled_back", "cancelled"];
const allowed: Record<string, string> = {
  "draft plan": "planned",
  "draft start": "live",
  "draft remove": "gone",
  "planned start": "live",
  "planned begin": "live",
  "planned cancel": "cancelled",
  "live confirm": "live",
  "live end": "ended",
  "live rollBack": "rolled_back",
  "live cancel": "cancelled",
  "ended rollBack": "rolled_back",
};

describe("afterAct", () => {
  for (const state of states) {
    for (const act of changeActs) {
      const next = allowed[`${state} ${act}`] ?? null;
      it(`${state} + ${act} -> ${next ?? "not possible"}`, () => expect(afterAct(state, act)).toBe(next));
    }
  }
});

function member(role: Role): Actor {
  return { kind: "member", userId: 1, role, seesPeople: false };
}

describe("mayDo, decisions D17", () => {
  const rows: [Role, ChangeAct | "revise", ChangeState, boolean][] = [
    ["executive", "revise", "draft", false],
    ["executive", "start", "planned", false],
    ["marketer", "revise", "draft", true],
    ["marketer", "remove", "draft", true],
    ["marketer", "plan", "draft", false],
    ["marketer", "start", "draft", false],
    ["marketer", "revise", "live", false],
    ["marketer", "end", "live", false],
    ["ops", "plan", "draft", true],
    ["ops", "revise", "live", true],
    ["ops", "rollBack", "live", true],
    ["ops", "begin", "planned", false],
    ["admin", "cancel", "live", true],
  ];
  for (const [role, act, state, answer] of rows) {
    it(`${role}: ${act} a ${state} change -> ${answer}`, () => expect(mayDo(member(role), act, state)).toBe(answer));
  }
  it("a job begins a planned change", () => {
    expect(mayDo({ kind: "job", name: "start-changes" }, "begin", "planned")).toBe(true);
  });
});

describe("openActs", () => {
  it("ops, live and confirmed -> end, roll back, cancel", () =>
    expect(openActs(member("ops"), { state: "live", startConfirmed: true })).toEqual(["end", "rollBack", "cancel"]));
  it("ops, live and not confirmed -> confirm comes first", () =>
    expect(openActs(member("ops"), { state: "live", startConfirmed: false })[0]).toBe("confirm"));
  it("marketer, draft -> delete only", () =>
    expect(openActs(member("marketer"), { state: "draft", startConfirmed: false })).toEqual(["remove"]));
  it("executive -> nothing", () =>
    expect(openActs(member("executive"), { state: "live", startConfirmed: false })).toEqual([]));
});
