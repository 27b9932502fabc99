import { expect, it } from "vitest";
import { dayTicks, evidenceTicks, shareTicks } from "./ticks";

it("70 days, at most 5 steps -> every 14 days", () => expect(dayTicks(70, 5)).toEqual([0, 14, 28, 42, 56, 70]));
it("364 days, at most 5 steps -> every quarter", () => expect(dayTicks(364, 5)).toEqual([0, 91, 182, 273, 364]));
it("3 days -> every day", () => expect(dayTicks(3, 5)).toEqual([0, 1, 2, 3]));
it("up to 74% -> every 20 points", () => expect(shareTicks(0.74)).toEqual([0, 0.2, 0.4, 0.6]));
it("up to 9% -> every 2 points", () => expect(shareTicks(0.09)).toEqual([0, 0.02, 0.04, 0.06, 0.08]));
it("up to 2,000, alarm at 20, a third of a decade apart -> 1, 100, 1000", () =>
  expect(evidenceTicks(2000, 20, 0.4)).toEqual([1, 100, 1000]));
it("up to 10^12 -> no more than five lines", () => expect(evidenceTicks(1e12, 20, 0.4).length).toBeLessThanOrEqual(5));
