import fc from "fast-check";
import { expect, it } from "vitest";
import { spread } from "./spread";

it("10 and 14, 20 apart in 0..100 -> 10 and 30", () => expect(spread([10, 14], 20, [0, 100])).toEqual([10, 30]));
it("order of the input is kept: 14 and 10 -> 30 and 10", () =>
  expect(spread([14, 10], 20, [0, 100])).toEqual([30, 10]));
it("against the floor: 95 and 98 -> 80 and 100", () => expect(spread([95, 98], 20, [0, 100])).toEqual([80, 100]));
it("no room for 3 at 60 in 100 -> 0, 50, 100", () => expect(spread([5, 6, 7], 60, [0, 100])).toEqual([0, 50, 100]));

it("where there is room, neighbours are never nearer than the gap, and all are inside", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 150, noNaN: true }), { minLength: 1, maxLength: 6 }),
      (positions) => {
        const sorted = spread(positions, 15, [0, 100]).sort((a, b) => a - b);
        sorted.forEach((position, rank) => {
          expect(position).toBeGreaterThanOrEqual(-1e-9);
          expect(position).toBeLessThanOrEqual(100 + 1e-9);
          const previous = sorted[rank - 1];
          if (previous !== undefined) expect(position - previous).toBeGreaterThanOrEqual(15 - 1e-9);
        });
      },
    ),
  );
});
