import { describe, expect, it } from "vitest";
import { twoDigits, twoDigitsDown } from "./two-digits";

describe("twoDigits", () => {
  for (const [value, shown] of [
    [1240, 1200],
    [86_432, 86_000],
    [7, 7],
    [0, 0],
    [-148, -150],
    [99.6, 100],
  ] as const) {
    it(`${value} -> ${shown}`, () => expect(twoDigits(value)).toBe(shown));
  }
});

describe("twoDigitsDown: the chance is at most 1/n, so n is never said larger", () => {
  for (const [value, shown] of [
    [125, 120],
    [122.3, 120],
    [19.97, 19],
    [20, 20],
    [999, 990],
    [1000, 1000],
    [86_999, 86_000],
    [1e6, 1e6],
    [9.99, 9],
    [1.57, 1],
    [0, 0],
  ] as const) {
    it(`${value} -> ${shown}`, () => expect(twoDigitsDown(value)).toBe(shown));
  }
});
