import { describe, expect, it } from "vitest";
import { twoDigits } from "./two-digits";

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
