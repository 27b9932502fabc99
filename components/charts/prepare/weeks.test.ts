import { expect, it } from "vitest";
import { addDays, daysBetween, weekTicks } from "./weeks";

it("25 August to 21 November -> 88 days", () => expect(daysBetween("2025-08-25", "2025-11-21")).toBe(88));
it("over the change of clocks: 25 to 27 October 2025 -> 2 days", () =>
  expect(daysBetween("2025-10-25", "2025-10-27")).toBe(2));
it("28 February 2028 + 2 -> 1 March", () => expect(addDays("2028-02-28", 2)).toBe("2028-03-01"));
it("5 weeks, a word every 4 -> named at weeks 0 and 4", () =>
  expect(weekTicks("2025-08-25", "2025-09-29", 4).map((tick) => tick.named)).toEqual([
    true,
    false,
    false,
    false,
    true,
    false,
  ]));
