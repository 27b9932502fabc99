import { describe, expect, it } from "vitest";
import { ZoneClock } from "./zone-clock";

const instant = (zone: string, wall: string) => {
  const clock = new ZoneClock(zone);
  const at = clock.toInstant(Date.parse(`${wall}Z`));
  return { at: new Date(at).toISOString().slice(0, 16), moved: clock.moved };
};

describe("local time to instant (D7)", () => {
  it("Paris, summer and winter: 12:00 is 10:00 and 11:00 UTC", () => {
    expect(instant("Europe/Paris", "2024-07-01T12:00")).toEqual({ at: "2024-07-01T10:00", moved: "none" });
    expect(instant("Europe/Paris", "2024-01-01T12:00")).toEqual({ at: "2024-01-01T11:00", moved: "none" });
  });
  it("31 March 2024 02:30 does not exist in Paris: moved forward to 03:30, 01:30 UTC", () => {
    expect(instant("Europe/Paris", "2024-03-31T02:30")).toEqual({ at: "2024-03-31T01:30", moved: "forward" });
    expect(instant("Europe/Paris", "2024-03-31T03:30")).toEqual({ at: "2024-03-31T01:30", moved: "none" });
  });
  it("27 October 2024 02:30 exists twice in Paris: the first, 00:30 UTC", () => {
    expect(instant("Europe/Paris", "2024-10-27T02:30")).toEqual({ at: "2024-10-27T00:30", moved: "first" });
    expect(instant("Europe/Paris", "2024-10-27T03:30")).toEqual({ at: "2024-10-27T02:30", moved: "none" });
  });
  it("a zone whose clocks jump at midnight: Cairo, 26 April 2024 00:30 is 01:30", () => {
    expect(instant("Africa/Cairo", "2024-04-26T00:30")).toEqual({ at: "2024-04-25T22:30", moved: "forward" });
    expect(instant("Africa/Cairo", "2024-04-25T23:30")).toEqual({ at: "2024-04-25T21:30", moved: "none" });
  });
  it("a half-hour jump: Lord Howe, 7 April 2024 01:45 exists twice", () => {
    expect(instant("Australia/Lord_Howe", "2024-04-07T01:45").moved).toBe("first");
  });
  it("there and back again for every hour of a year with two jumps", () => {
    const clock = new ZoneClock("America/New_York");
    for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2025, 0, 1); at += 3_600_000) {
      const back = clock.toInstant(clock.toWall(at));
      expect(clock.moved === "first" ? at - back : 0).toBeLessThanOrEqual(3_600_000);
      if (clock.moved === "none") expect(back).toBe(at);
    }
  });
});
