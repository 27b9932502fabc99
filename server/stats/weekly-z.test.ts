import { describe, expect, it } from "vitest";
import { weeklyZ } from "./weekly-z";

describe("weeklyZ", () => {
  it("one event a day among equal arms, all of the second arm: z = -n/2 / sqrt(n/4), read once a week", () => {
    const cells = Array.from({ length: 14 }, (_, day) => ({ day, n1: 100, n0: 100, d: 1, o: 0 }));
    const read = weeklyZ(cells).map(({ week, z }) => [week, z]);
    expect(read).toEqual([
      [0, expect.closeTo(-Math.sqrt(7), 12)],
      [1, expect.closeTo(-Math.sqrt(14), 12)],
    ]);
  });
  it("days without anybody in an arm say nothing", () => {
    expect(weeklyZ([{ day: 0, n1: 5, n0: 0, d: 1, o: 1 }])).toEqual([]);
  });
});
