import { describe, expect, it } from "vitest";
import { hideSmall } from "./hide-small";

describe("cells under the minimum group", () => {
  it("40, 3, 12 with at least 10 -> 3 is hidden, and 12 with it, or 55 - 52 would tell", () => {
    expect(hideSmall([40, 3, 12], 10)).toEqual([false, true, true]);
  });
  it("two small ones hide each other", () => {
    expect(hideSmall([40, 3, 9], 10)).toEqual([false, true, true]);
  });
  it("nobody is no secret", () => {
    expect(hideSmall([40, 0, 12], 10)).toEqual([false, false, false]);
  });
  it("a single cell has no neighbour to go with", () => {
    expect(hideSmall([4], 10)).toEqual([true]);
  });
});
