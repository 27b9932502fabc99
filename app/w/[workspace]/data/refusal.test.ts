import { expect, test } from "vitest";
import { readRefusal, refusalAddress } from "./refusal";

test("a refusal survives its address: code, words and numbers", () => {
  const address = refusalAddress("ingest.allRefused", { file: "a & b.csv", rows: 12, column: "at" });
  expect(readRefusal(Object.fromEntries(address))).toEqual({
    code: "ingest.allRefused",
    params: { file: "a & b.csv", rows: 12, column: "at" },
  });
});

test("an address without one, or with something else in its place, tells of none", () => {
  expect(readRefusal({})).toBeNull();
  expect(readRefusal({ refused: ["a", "b"] })).toBeNull();
  expect(readRefusal({ refused: "<b>no</b>" })).toBeNull();
});
