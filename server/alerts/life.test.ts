import { describe, expect, it } from "vitest";
import type { AlertState } from "@/db/schema/alerts";
import { type AlertAct, afterAct, alertActs, openActs } from "./life";

const table: Record<AlertState, Partial<Record<AlertAct, AlertState>>> = {
  new: { take: "taken", assign: "taken", act: "acting", snooze: "new", wake: "new", close: "closed" },
  taken: {
    take: "taken",
    assign: "taken",
    act: "acting",
    watch: "watching",
    snooze: "taken",
    wake: "taken",
    close: "closed",
  },
  acting: { take: "acting", assign: "acting", watch: "watching", snooze: "acting", wake: "acting", close: "closed" },
  watching: {
    take: "watching",
    assign: "watching",
    act: "acting",
    snooze: "watching",
    wake: "watching",
    close: "closed",
  },
  closed: { reopen: "new" },
};

describe("afterAct", () => {
  for (const [state, row] of Object.entries(table)) {
    for (const act of alertActs) {
      const next = row[act] ?? null;
      it(`${state} + ${act} -> ${next ?? "not possible"}`, () => expect(afterAct(state as AlertState, act)).toBe(next));
    }
  }
});

describe("openActs: one primary act per state", () => {
  const mine = { mine: true, asleep: false };
  it("new -> take", () => expect(openActs({ state: "new", mine: false, asleep: false }).primary).toBe("take"));
  it("taken by me -> act", () => expect(openActs({ state: "taken", ...mine }).primary).toBe("act"));
  it("acting -> watch", () => expect(openActs({ state: "acting", ...mine }).primary).toBe("watch"));
  it("watching -> close", () => expect(openActs({ state: "watching", ...mine }).primary).toBe("close"));
  it("somebody else has it -> take it over", () =>
    expect(openActs({ state: "acting", mine: false, asleep: false }).primary).toBe("take"));
  it("asleep -> wake, and no snooze", () => {
    const acts = openActs({ state: "taken", mine: true, asleep: true });
    expect(acts.primary).toBe("wake");
    expect(acts.others).not.toContain("snooze");
  });
  it("closed -> reopen, nothing else", () =>
    expect(openActs({ state: "closed", ...mine })).toEqual({ primary: "reopen", others: [] }));
});
