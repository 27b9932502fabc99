import { describe, expect, it } from "vitest";
import { whenScoresFell } from "./when-scores-fell";

const before = { promoters: 60, passives: 20, detractors: 20 };
const week = (day: number, promoters: number, passives: number, detractors: number) => ({
  ...{ day, promoters, passives, detractors },
});

describe("when NPS would have spoken", () => {
  it("+40 before, 15 of 30 unhappy from the fifth week on -> the end of the week in which it shows", () => {
    const days = [0, 7, 14, 21].map((since) => week(100 + since, 6, 2, 2));
    const fallen = [28, 35, 42, 49].map((since) => week(100 + since, 4, 6, 20));
    const on = whenScoresFell(before, [...days, ...fallen], { day0: 100, until: 200 });
    expect(on).toBe(134);
    expect(whenScoresFell(before, [...days, ...fallen], { day0: 100, until: 133 })).toBeNull();
  });
  it("the same answers as before, or fewer than 30 of them -> it does not speak", () => {
    expect(whenScoresFell(before, [week(100, 60, 20, 20)], { day0: 100, until: 200 })).toBeNull();
    expect(whenScoresFell(before, [week(100, 0, 0, 29)], { day0: 100, until: 200 })).toBeNull();
  });
  it("the order of the days does not matter", () => {
    const days = [week(121, 0, 0, 20), week(101, 0, 0, 20)];
    expect(whenScoresFell(before, days, { day0: 100, until: 200 })).toBe(127);
  });
});
