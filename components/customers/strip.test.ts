import { describe, expect, it } from "vitest";
import { gapsOf, placeIn, quartersIn, spanOf } from "./strip";

describe("the strip of two years", () => {
  it("ends a fortnight after today, or after the due day within a year", () => {
    expect(spanOf("2026-11-20", null)).toEqual({ from: "2024-11-20", to: "2026-12-04" });
    expect(spanOf("2026-11-20", "2026-12-01").to).toBe("2026-12-15");
    expect(spanOf("2026-11-20", "2026-10-01").to).toBe("2026-12-04");
    expect(spanOf("2026-11-20", "2027-12-01").to).toBe("2026-12-04");
  });
  it("places days by their share of it, and none outside", () => {
    const span = { from: "2026-01-01", to: "2026-01-11" };
    expect(
      ["2026-01-01", "2026-01-06", "2026-01-11", "2026-01-12", "2025-12-31"].map((day) => placeIn(span, day)),
    ).toEqual([0, 50, 100, null, null]);
  });
  it("names quarters: 9 in two years and a bit", () => {
    const quarters = quartersIn(spanOf("2026-11-20", "2027-01-20"));
    expect(quarters.map(({ day }) => day)).toEqual([
      "2025-01-01",
      "2025-04-01",
      "2025-07-01",
      "2025-10-01",
      "2026-01-01",
      "2026-04-01",
      "2026-07-01",
      "2026-10-01",
      "2027-01-01",
    ]);
  });
  it("1, 8, 10 January -> gaps of 7 and 2 days", () => {
    expect(gapsOf(["2026-01-01", "2026-01-08", "2026-01-10"])).toEqual([null, 7, 2]);
    expect(gapsOf([])).toEqual([]);
  });
});
