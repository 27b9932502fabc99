import { describe, expect, it } from "vitest";
import { gamma, seededRandom } from "../stats/random";
import { findJumps, findShift, type Week } from "./find-jumps";

const monday = (i: number) => new Date(Date.UTC(2025, 0, 6 + 7 * i)).toISOString().slice(0, 10);

/** 27 weeks of a store of `mean` lines a week: a season of +-15%, days that differ by a fifth, the last week times `last`. */
function store(seed: number, mean: number, last = 1): Week[] {
  const random = seededRandom(seed);
  const phase = 52 * random();
  return Array.from({ length: 27 }, (_, i) => {
    const season = 1 + 0.15 * Math.sin((2 * Math.PI * (i + phase)) / 52);
    let lines = 0;
    for (let day = 0; day < 6; day++) {
      const expected = (mean / 6) * season * (gamma(random, 25) / 25) * (i === 26 ? last : 1);
      lines += poisson(random, expected);
    }
    return { week: monday(i), lines, openDays: 6 };
  });
}

function poisson(random: () => number, mean: number): number {
  let [n, left] = [0, mean - Math.log(1 / (1 - random()))];
  while (left > 0) {
    n += 1;
    left += Math.log(1 - random());
  }
  return n;
}

const share = (mean: number, last: number) =>
  Array.from({ length: 1000 }, (_, i) => findJumps(store(i, mean, last))).filter((jumps) => jumps.length > 0).length /
  1000;

describe("jumps", () => {
  it.each([30, 300, 1000])("1,000 quiet stores of %i lines a week: at most 1 in 100 said to jump", (mean) => {
    expect(share(mean, 1)).toBeLessThan(0.01);
  });
  it("300 lines a week, a third of them or three times as many: found in 9 of 10", () => {
    expect(share(300, 1 / 3)).toBeGreaterThan(0.9);
    expect(share(300, 3)).toBeGreaterThan(0.9);
  });
  it("60 a day, then 6: what was found and what is usual; a week that is not complete neither jumps nor counts", () => {
    const weeks: Week[] = Array.from({ length: 12 }, (_, i) => ({ week: monday(i), lines: 360, openDays: 6 }));
    expect(findJumps([...weeks, { week: monday(12), lines: 36, openDays: 6 }])).toEqual([
      { week: monday(12), found: 6, usual: expect.closeTo(60, 6) },
    ]);
    expect(findJumps([...weeks, { week: monday(12), lines: 36, openDays: null }])).toEqual([]);
    expect(findJumps([...weeks.slice(0, 7), { week: monday(12), lines: 36, openDays: 6 }])).toEqual([]);
  });
});

describe("shift of identification", () => {
  const weeks = (last: number) =>
    Array.from({ length: 13 }, (_, i) => ({ week: monday(i), identified: i === 12 ? last : 60 + (i % 2), total: 100 }));
  it("60 or 61 of 100, then 50: told; then 58: under 3 points, not", () => {
    expect(findShift(weeks(50))).toMatchObject({ week: monday(12), found: 0.5 });
    expect(findShift(weeks(58))).toBeNull();
  });
});
