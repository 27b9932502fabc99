import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eBh } from "@/server/stats/e-bh";
import { seededRandom } from "@/server/stats/random";

const logs = (values: number[]) => values.map(Math.log);

describe("eBh", () => {
  it.each([
    [[100, 3, 50, 1], [0, 2], 40, "4/(0.05 x 2) = 40: 100 and 50"],
    [[79, 1, 1, 1], [], Number.POSITIVE_INFINITY, "alone it needs 4/0.05 = 80"],
    [[80, 1, 1, 1], [0], 80, "80 is enough"],
    [[26, 25, 27, 30], [0, 1, 2, 3], 20, "four at 20 or more"],
    [[20], [0], 20, "one hypothesis: 1/alpha"],
    [[], [], Number.POSITIVE_INFINITY, "none"],
  ])("e = %j -> rejected %j from %f on (%s)", (values, rejected, threshold) => {
    const found = eBh(logs(values), 0.05);
    expect(found.rejected).toEqual(rejected);
    expect(found.threshold).toBeCloseTo(threshold, 9);
  });
  it("evidence beyond any number still counts", () => {
    expect(eBh([800, 0], 0.05).rejected).toEqual([0]);
  });
  it("more evidence rejects no fewer; the order of the list does not matter", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 10, noNaN: true }), { minLength: 1, maxLength: 20 }), (list) => {
        const before = eBh(list, 0.05).rejected;
        const more = eBh(
          list.map((value) => value + 1),
          0.05,
        ).rejected;
        expect(before.every((place) => more.includes(place))).toBe(true);
        expect(eBh(list.toReversed(), 0.05).rejected.length).toBe(before.length);
      }),
    );
  });
  it("20 null e-values that are all one and the same: the share of false lists stays at or under 5% + 3 se in 4,000 runs", () => {
    const random = seededRandom(11);
    let false_ = 0;
    for (let run = 0; run < 4_000; run += 1) {
      // A fair bet at odds of 20 to 1, shared by all.
      const e = random() < 1 / 20 ? 20 : 0;
      if (eBh(new Array(20).fill(Math.log(e)), 0.05).rejected.length > 0) false_ += 1;
    }
    expect(false_ / 4_000).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 4_000));
  });
});
