import { describe, expect, it } from "vitest";
import { storesThatCount } from "./twin-stores";

describe("stores that carry a comparison", () => {
  it("are those with 1% of the twins' occasions; a few receipts elsewhere are no store", () => {
    expect(storesThatCount([500, 480, 9, 1])).toBe(2 + 1);
    expect(storesThatCount([990, 5, 4])).toBe(1);
  });
  it("are as many as there are percents, where a chain of 500 has none of 1%", () => {
    expect(storesThatCount(Array.from({ length: 500 }, () => 10))).toBe(100);
  });
  it("are none where nobody came", () => {
    expect(storesThatCount([])).toBe(0);
  });
});
