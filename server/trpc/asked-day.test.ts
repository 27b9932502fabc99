import { describe, expect, it } from "vitest";
import { askedDay } from "./asked-day";

const now = new Date("2026-11-21T09:00:00Z");
const pinned = { pinnedDay: "2026-11-20", tz: "Europe/Paris" };

describe("askedDay, today being 20 November", () => {
  it.each([
    ["2026-11-03", "2026-11-03"],
    ["2026-11-20", "2026-11-20"],
    ["2026-11-21", undefined],
    ["2026-02-30", undefined],
    ["20261103", undefined],
    ["yesterday", undefined],
    [undefined, undefined],
  ])("%s -> %s", (asked, day) => expect(askedDay(asked, pinned, now)).toBe(day));
});
