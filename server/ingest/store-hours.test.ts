import { describe, expect, it } from "vitest";
import { readHours } from "./store-hours";

const day: [string, string][] = [["10:00", "19:00"]];

describe("store hours", () => {
  it("weekdays, a closed one, a day of its own, a day of every year", () => {
    expect(readHours("Mo-Fr 10:00-19:00; Su off; 2026-12-24 10:00-12:00,13:00-17:00; 12-25 closed")).toEqual({
      week: { 1: day, 2: day, 3: day, 4: day, 5: day, 7: [] },
      exceptions: {
        "2026-12-24": [
          ["10:00", "12:00"],
          ["13:00", "17:00"],
        ],
        "12-25": [],
      },
    });
  });
  it("without a weekday: every day; over the end of the week; hours of one digit; the later rule holds", () => {
    expect(readHours("9:00-12:00; Sa-Mo off; Mo 10:00-19:00")?.week).toEqual({
      1: day,
      ...Object.fromEntries([2, 3, 4, 5].map((weekday) => [weekday, [["09:00", "12:00"]]])),
      6: [],
      7: [],
    });
  });
  it.each(["", "often", "Mo-Fr", "Mo 25:00-26:00", "Mo 10", "2026-1-1 off"])("%j is none", (text) => {
    expect(readHours(text)).toBeNull();
  });
});
