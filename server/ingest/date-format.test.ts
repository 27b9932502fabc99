import { describe, expect, it } from "vitest";
import { dateReader } from "./date-format";

const read = (format: string, text: string) => {
  const told = dateReader(format)(text);
  return told && { wall: new Date(told.wall).toISOString(), offset: told.offset };
};

describe("dates", () => {
  it("ISO with and without time, seconds, fraction, offset", () => {
    expect(read("ISO", "2024-02-29")).toEqual({ wall: "2024-02-29T00:00:00.000Z", offset: null });
    expect(read("ISO", "2024-02-29 08:26")).toEqual({ wall: "2024-02-29T08:26:00.000Z", offset: null });
    expect(read("ISO", "2024-02-29T08:26:05.250+02:00")).toEqual({ wall: "2024-02-29T08:26:05.250Z", offset: 120 });
    expect(read("ISO", "2024-02-29T08:26:05Z")?.offset).toBe(0);
  });
  it("M/D/YYYY H:mm, DD.MM.YY and a clock of twelve hours", () => {
    expect(read("M/D/YYYY H:mm", "12/1/2010 8:26")?.wall).toBe("2010-12-01T08:26:00.000Z");
    expect(read("DD.MM.YY", "31.12.24")?.wall).toBe("2024-12-31T00:00:00.000Z");
    expect(read("MM/DD/YYYY hh:mm A", "01/05/2024 12:30 am")?.wall).toBe("2024-01-05T00:30:00.000Z");
    expect(read("MM/DD/YYYY hh:mm A", "01/05/2024 12:30 PM")?.wall).toBe("2024-01-05T12:30:00.000Z");
  });
  it("no 31 February, no 29 February 2023, no hour 25, nothing behind the date", () => {
    for (const text of ["2024-02-31", "2023-02-29", "2024-01-01 25:00", "2024-01-01x", "01/02/2024"]) {
      expect(read("ISO", text)).toBeNull();
    }
  });
  it("a format without a year, month or day is refused", () => {
    expect(() => dateReader("DD/MM")).toThrow(RangeError);
  });
  it("a format that names a part twice is refused: it would be tried in millions of ways", () => {
    for (const format of [`YYYY${"MD".repeat(20)}`, "YYYY-MM-DD D", "YYYY-MM-DD HH h"]) {
      expect(() => dateReader(format)).toThrow(RangeError);
    }
  });
});
