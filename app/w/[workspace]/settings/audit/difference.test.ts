import { expect, it } from "vitest";
import { differences } from "./difference";

const lines = (before: unknown, after: unknown) => differences(before, after).map(({ line }) => line);

it("what was, then what is; what did not move is not said", () =>
  expect(lines({ role: "ops", name: "Omar" }, { role: "admin", name: "Omar" })).toEqual(["role: ops → admin"]));

it("a list of two shops in a scope of otherwise empty lists -> the shops alone", () =>
  expect(lines(null, { scope: { hours: [], stores: [{ id: 9 }, { id: 11 }], products: [] }, tags: [] })).toEqual([
    "scope: stores (id 9, id 11)",
  ]));

it("the last tag taken off leads to nothing", () =>
  expect(lines({ tags: ["web"] }, { tags: [] })).toEqual(["tags: web → –"]));

it("fractions to six digits, numbers of people whole", () =>
  expect(lines(null, { store: { a: 0.576688477318685 }, people: 262620 })).toEqual([
    "store: a 0.576688",
    "people: 262620",
  ]));
