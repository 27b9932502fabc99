import { describe, expect, it } from "vitest";
import { costsMost } from "./home-segments";

const cost = (
  id: number,
  missing: number,
  shown = true,
  word: "stopped following" | "too early to say" = "too early to say",
) => ({
  id,
  rate: { shown, missing: { value: missing } },
  verdict: { word },
});

describe("the change that costs a segment most", () => {
  it("120 missing against 80: the first", () => {
    expect(costsMost([cost(1, 80), cost(2, 120)])?.id).toBe(2);
  });
  it("80 missing with an alarm that stands before 120 that may be chance, or a stopped segment would not be told", () => {
    expect(costsMost([cost(1, 120), cost(2, 80, true, "stopped following")])?.id).toBe(2);
  });
  it("5 missing of a rate that may be shown before 9 of one that may not", () => {
    expect(costsMost([cost(1, 9, false), cost(2, 5)])?.id).toBe(2);
  });
  it("-20 against -5: all came more, the least of them stands", () => {
    expect(costsMost([cost(1, -20), cost(2, -5)])?.id).toBe(2);
  });
  it("no change touches it", () => {
    expect(costsMost([])).toBeNull();
  });
});
