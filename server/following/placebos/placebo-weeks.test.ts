import { describe, expect, it } from "vitest";
import { exponential, seededRandom } from "../../stats/random";
import { stratumDays } from "../../stats/stratum-days";
import { type PlaceboMember, placeboAlarms, placeboCells, placeboWeeks } from "./placebo-weeks";

const follow = { days: 91, roundDays: 28 };

function crowd(seed: number, slower: number): PlaceboMember[] {
  const random = seededRandom(seed);
  return Array.from({ length: 1500 }, (_, i) => {
    const exposed = i % 6 === 0;
    const days: number[] = [];
    for (let at = 0; at < follow.days; at += 1 + Math.floor(exponential(random) * (exposed ? 25 * slower : 25)))
      days.push(at);
    return { exposed, stratum: i % 7, days: days.slice(1) };
  });
}

describe("days of a placebo change", () => {
  it("first returns are those of stats/stratum-days.ts", () => {
    const members = crowd(1, 1);
    const people = members.map(({ exposed, stratum, days }) => {
      const time = days.find((day) => day < follow.days);
      return { exposed, stratum, time: time ?? follow.days, event: time === undefined ? (0 as const) : (1 as const) };
    });
    const expected = stratumDays(people).map(({ day, n1, n0, d, o }) => ({ day, round: 0, n1, n0, d, o }));
    expect(placeboCells(members, follow).filter(({ round }) => round === 0)).toEqual(expected);
  });

  it("everybody is at risk anew in each round from the second on", () => {
    const cells = placeboCells(crowd(2, 1), follow);
    expect([...new Set(cells.map(({ round }) => round))].sort()).toEqual([0, 2, 3, 4]);
    for (const round of [2, 3, 4]) {
      const own = cells.filter((cell) => cell.round === round);
      expect(Math.min(...own.map(({ day }) => day))).toBeGreaterThanOrEqual((round - 1) * 28);
      expect(Math.max(...own.map(({ day }) => day))).toBeLessThan(Math.min(91, round * 28));
      expect(Math.max(...own.map(({ n1, n0 }) => n1 + n0))).toBeGreaterThan(200);
    }
  });

  it("arms alike stay near nought; an arm that comes half as often rings downward", () => {
    const quiet = placeboCells(crowd(3, 1), follow);
    const sums = placeboWeeks(quiet);
    const total = (weeks: { x: number; v: number }[]) => ({
      x: weeks.reduce((sum, { x }) => sum + x, 0),
      v: weeks.reduce((sum, { v }) => sum + v, 0),
    });
    for (const part of [total(sums.first), total(sums.rounds)])
      expect(Math.abs(part.x)).toBeLessThan(3 * Math.sqrt(part.v));
    expect(placeboAlarms(quiet, 13, 0.05)).toEqual({ down: null, up: null });
    const lost = placeboAlarms(placeboCells(crowd(3, 2), follow), 13, 0.05);
    expect(lost.down).toBeLessThan(60);
    expect(lost.up).toBeNull();
  });
});
