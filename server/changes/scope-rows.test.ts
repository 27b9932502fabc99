import { describe, expect, it } from "vitest";
import type { ScopeInput } from "./schema";
import { scopeOf, scopeRows } from "./scope-rows";

const nothing: ScopeInput = {
  stores: [],
  products: [],
  categories: [],
  channels: [],
  fulfilments: [],
  hours: [],
  segments: [],
};

describe("scopeRows", () => {
  it("nothing chosen -> no row: everything", () => expect(scopeRows(nothing)).toEqual([]));
  it("the same category twice -> one row", () => expect(scopeRows({ ...nothing, categories: [4, 4] })).toHaveLength(1));
  it("two stores, one a fortnight later, at 9-10 on the web -> 4 rows, and back", () => {
    const scope: ScopeInput = {
      ...nothing,
      stores: [{ id: 1 }, { id: 2, startOn: "2026-11-30" }],
      channels: ["web"],
      hours: ["09:00-10:00"],
    };
    const rows = scopeRows(scope);
    expect(rows.map((row) => [row.dimension, row.refId ?? row.value, row.startOn])).toEqual([
      ["store", 1, null],
      ["store", 2, "2026-11-30"],
      ["channel", "web", null],
      ["hours", "09:00-10:00", null],
    ]);
    expect(scopeOf(rows)).toEqual({ ...scope, stores: [{ id: 1, startOn: undefined }, scope.stores[1]] });
  });
  it("people of two segments -> two rows of dimension list, and back", () => {
    const rows = scopeRows({ ...nothing, segments: ["lapsing", "regulars"] });
    expect(rows.map((row) => `${row.dimension} ${row.value}`)).toEqual(["list lapsing", "list regulars"]);
    expect(scopeOf(rows).segments).toEqual(["lapsing", "regulars"]);
  });
});
