import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_THRESHOLDS, NAMED_SEGMENTS, namedSegment, overdueIndex, type Portrait } from "@/server/stats/portrait";

const limits = { ...DEFAULT_THRESHOLDS, bigSpenderValue: 100_000, compulsiveOccasions: 30 };
const regular: Portrait = {
  occasions: 6,
  daysSinceFirst: 400,
  daysSinceLast: 20,
  due: 60,
  pAlive: 0.95,
  browsed365: null,
  value365: 20_000,
  occasions365: 6,
  medianGap: 45,
  activeEachQuarter: false,
};

describe("named segments, the first that fits", () => {
  it.each<[string, Partial<Portrait>, string | null]>([
    ["no purchase, a visit this year", { occasions: 0, browsed365: true }, "window_shoppers"],
    ["no purchase, no visit", { occasions: 0, browsed365: false }, null],
    ["no purchase, visits not measured", { occasions: 0, browsed365: null }, null],
    ["index 241/60 > 4", { daysSinceLast: 241 }, "lost"],
    ["index 240/60 = 4, not over", { daysSinceLast: 240 }, "lapsing"],
    ["P(alive) 0.19", { pAlive: 0.19 }, "lost"],
    ["P(alive) 0.20, not under", { pAlive: 0.2 }, "regulars"],
    ["one occasion: P(alive) does not count", { occasions: 1, pAlive: 0.1, medianGap: null }, "first_time"],
    ["index 61/60 > 1", { daysSinceLast: 61 }, "lapsing"],
    ["index 60/60 = 1, not over", { daysSinceLast: 60 }, "regulars"],
    ["one occasion 90 days ago, due 120", { occasions: 1, daysSinceLast: 90, due: 120 }, "first_time"],
    ["one occasion 91 days ago, due 120", { occasions: 1, daysSinceLast: 91, due: 120 }, "regulars"],
    ["two, the latest 180 days ago, due 200", { occasions: 2, daysSinceLast: 180, due: 200 }, "second_time"],
    ["two, the latest 181 days ago, due 200", { occasions: 2, daysSinceLast: 181, due: 200 }, "regulars"],
    ["value at the top decile", { value365: 100_000 }, "big_spenders"],
    ["30 occasions, median gap 14", { occasions365: 30, medianGap: 14 }, "compulsive"],
    ["30 occasions, median gap 15", { occasions365: 30, medianGap: 15 }, "regulars"],
    ["2 years, every quarter", { daysSinceFirst: 730, activeEachQuarter: true }, "long_standing_loyal"],
    ["729 days, every quarter", { daysSinceFirst: 729, activeEachQuarter: true }, "regulars"],
    ["big spender and compulsive: the first wins", { value365: 1e6, occasions365: 40, medianGap: 5 }, "big_spenders"],
    ["no model yet: nobody is lost", { due: null, pAlive: null, daysSinceLast: 5000 }, "regulars"],
  ])("%s", (_, change, segment) => {
    expect(namedSegment({ ...regular, ...change }, limits)).toBe(segment);
  });

  it("30 days since the last occasion, due after 60: index 0.5", () => {
    expect(overdueIndex(30, 60)).toBe(0.5);
  });

  it("everybody who ever bought is in exactly one of nine", () => {
    const portrait = fc.record({
      occasions: fc.integer({ min: 1, max: 300 }),
      daysSinceFirst: fc.integer({ min: 0, max: 4000 }),
      daysSinceLast: fc.integer({ min: 0, max: 4000 }),
      due: fc.option(fc.double({ min: 1, max: 365, noNaN: true })),
      pAlive: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      browsed365: fc.option(fc.boolean()),
      value365: fc.integer({ min: 0, max: 500_000 }),
      occasions365: fc.integer({ min: 0, max: 200 }),
      medianGap: fc.option(fc.integer({ min: 1, max: 400 })),
      activeEachQuarter: fc.boolean(),
    });
    fc.assert(
      fc.property(portrait, (person) => {
        expect(NAMED_SEGMENTS).toContain(namedSegment(person, limits));
      }),
    );
  });
});
