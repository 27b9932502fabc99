import { describe, expect, it } from "vitest";
import { addDays, daysBetween } from "./days";
import { planPlacebos } from "./plan-placebos";

const DAY_0 = "2026-01-05";

describe("the days of placebo changes", () => {
  it("13 weeks apart, one of them 52 weeks before, each over before day 0", () => {
    const plans = planPlacebos(DAY_0, addDays(DAY_0, -1000), []);
    expect(plans.map(({ day0 }) => daysBetween(day0, DAY_0))).toEqual([91, 182, 273, 364, 455]);
    expect(plans.every(({ kind, unit }) => kind === "earlier" && unit === null)).toBe(true);
  });

  it("a year of them first where there is an elsewhere, else up to 14; a year of look-back after the first 90 days", () => {
    expect(planPlacebos(DAY_0, addDays(DAY_0, -9000), [])).toHaveLength(14);
    const plans = planPlacebos(DAY_0, addDays(DAY_0, -9000), ["other"]);
    const ago = plans.map(({ day0 }) => daysBetween(day0, DAY_0));
    expect(ago.slice(0, 8)).toEqual([91, 182, 273, 364, 91, 182, 273, 364]);
    expect(Math.min(...ago.slice(8))).toBe(455);
    const least = Math.min(
      ...planPlacebos(DAY_0, addDays(DAY_0, -800), []).map(({ day0 }) => daysBetween(addDays(DAY_0, -800), day0)),
    );
    expect(least).toBeGreaterThanOrEqual(455);
  });

  it("a change with little look-back has placebos with as little, and none under 13 weeks of it", () => {
    expect(planPlacebos(DAY_0, addDays(DAY_0, -300), []).map(({ day0 }) => daysBetween(day0, DAY_0))).toEqual([91]);
    expect(planPlacebos(DAY_0, addDays(DAY_0, -182), [])).toHaveLength(1);
    expect(planPlacebos(DAY_0, addDays(DAY_0, -181), ["other"])).toEqual([]);
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
