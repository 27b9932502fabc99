import { describe, expect, it } from "vitest";
import { addDays, daysBetween } from "../days";
import { planPlacebos } from "./plan-placebos";

const DAY_0 = "2026-01-05";

const back = (plans: readonly { day0: string }[]) => plans.map(({ day0 }) => daysBetween(day0, DAY_0));
const units = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("the days of placebo changes", () => {
  it("beside others: 13 weeks apart, one of them 52 weeks before, each over before day 0", () => {
    const plans = planPlacebos(DAY_0, addDays(DAY_0, -1000), units(5));
    const earlier = plans.filter(({ kind }) => kind === "earlier");
    expect(back(earlier)).toEqual([91, 182, 273, 364, 455]);
    expect(earlier.every(({ unit }) => unit === null)).toBe(true);
    expect(earlier.map(({ days }) => days)).toEqual([91, 182, 273, 364, 364]);
  });

  it("no placebo change is followed longer than the change itself is watched", () => {
    const plans = planPlacebos(DAY_0, addDays(DAY_0, -1000), units(5), 196);
    expect(plans.slice(0, 5).map(({ days }) => days)).toEqual([91, 182, 196, 196, 196]);
  });

  it("alone, and among few: 8 weeks followed, 5 weeks apart, one of them 52 weeks before; all that a long history holds else", () => {
    const plans = planPlacebos(DAY_0, addDays(DAY_0, -1000), []);
    expect(back(plans)).toEqual(Array.from({ length: 14 }, (_, i) => 84 + 35 * i));
    expect(back(plans)).toContain(364);
    expect(plans.every(({ days }) => days === 56)).toBe(true);
    const long = planPlacebos(DAY_0, addDays(DAY_0, -9000), []);
    expect(back(long)).toEqual(Array.from({ length: 14 }, (_, i) => 91 * (i + 1)));
  });

  it("a year of look-back after the first 90 days where there is as much", () => {
    for (const n of [0, 3, 9])
      expect(Math.max(...back(planPlacebos(DAY_0, addDays(DAY_0, -800), units(n))))).toBeLessThanOrEqual(800 - 455);
  });

  it("a change with little look-back has placebos with as little, and none under 13 weeks of it", () => {
    expect(back(planPlacebos(DAY_0, addDays(DAY_0, -300), units(20)))).toEqual(Array(21).fill(91));
    expect(planPlacebos(DAY_0, addDays(DAY_0, -182), units(20))).toHaveLength(21);
    expect(planPlacebos(DAY_0, addDays(DAY_0, -174), units(20))).toEqual([]);
  });

  it("elsewhere on the same days in turn: every unit on every day once", () => {
    const plans = planPlacebos(DAY_0, addDays(DAY_0, -800), ["a", "b", "c", "d"]);
    const days = plans.filter(({ kind }) => kind === "earlier").map(({ day0 }) => day0);
    const elsewhere = plans.filter(({ kind }) => kind === "elsewhere");
    expect(days).toHaveLength(3);
    expect(elsewhere.slice(0, 4).map(({ unit }) => unit)).toEqual(["a", "b", "c", "d"]);
    expect(new Set(elsewhere.map(({ unit, day0 }) => `${unit} ${day0}`)).size).toBe(12);
  });
});
