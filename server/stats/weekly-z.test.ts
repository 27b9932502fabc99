import { expect, it } from "vitest";
import { weeklyZ } from "@/server/stats/weekly-z";

it("10 days of 2 twins' returns among 100 + 100: O - E = -1 a day, v = 2 x .25 x 198/199 -> z after weeks 0 and 1", () => {
  const days = Array.from({ length: 10 }, (_, i) => ({ day: 50 + i, cell: "a", n1: 100, n0: 100, d: 2, o: 0 }));
  const v = (0.5 * 198) / 199;
  const [first, second, ...more] = weeklyZ(days, 50);
  expect(first).toEqual({ week: 0, z: expect.closeTo(7 / Math.sqrt(7 * v), 12) });
  expect(second).toEqual({ week: 1, z: expect.closeTo(10 / Math.sqrt(10 * v), 12) });
  expect(more).toEqual([]);
});

it("an empty arm and a day without returns say nothing", () => {
  expect(
    weeklyZ([
      { day: 1, cell: "a", n1: 0, n0: 9, d: 3, o: 0 },
      { day: 2, cell: "a", n1: 5, n0: 9, d: 0, o: 0 },
    ]),
  ).toEqual([]);
});
