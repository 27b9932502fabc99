import { describe, expect, it } from "vitest";
import { elsewhereAmong, likeSets, type Rival } from "./placebo-scopes";

const rival = (id: number, buyers: number, family: string | null = null): Rival => ({ id, buyers, family });

describe("what stands beside a scope", () => {
  it("the likest first: same family, then buyers; nobody twice, never the scope's own, none without buyers", () => {
    const rivals = [rival(1, 100, "a"), rival(2, 400, "a"), rival(3, 110, "b"), rival(4, 90, "a"), rival(5, 0, "a")];
    expect(likeSets([{ refId: 1 }], rivals)).toEqual([[4], [2], [3]]);
  });

  it("a scope of two takes two at a time, each the nearest to its own", () => {
    const rivals = [rival(1, 100), rival(2, 1000), rival(3, 900), rival(4, 90), rival(5, 120), rival(6, 2000)];
    expect(likeSets([{ refId: 1 }, { refId: 2 }], rivals)).toEqual([
      [4, 3],
      [5, 6],
    ]);
  });

  it("stores are moved where both are named; other conditions stay; a scope of neither stands beside nothing", () => {
    const store = { dimension: "store" as const, refId: 1, value: null };
    const category = { dimension: "category" as const, refId: 7, value: null };
    const hours = { dimension: "hours" as const, refId: null, value: "08:00-10:00" };
    expect(elsewhereAmong([category, store, hours], [rival(1, 10), rival(2, 12)])).toEqual([
      [category, { ...store, refId: 2 }, hours],
    ]);
    expect(elsewhereAmong([hours], [rival(1, 10), rival(2, 12)])).toEqual([]);
  });
});
