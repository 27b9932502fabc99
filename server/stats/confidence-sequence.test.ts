import { describe, expect, it } from "vitest";
import { bettingEvidence, confidenceSequence, type SequenceMethod } from "@/server/stats/confidence-sequence";
import { seededRandom } from "@/server/stats/random";

/** 7 ones, 3 zeros, again and again. */
const seven = Array.from({ length: 1_000 }, (_, i) => (i % 10 < 7 ? 1 : 0));
const at = (method: SequenceMethod, n: number) => confidenceSequence(seven, { method })[n - 1];

describe("published: 7 ones and 3 zeros in turn, 95%", () => {
  it.each([
    [10, 0.206112, 1],
    [50, 0.515864, 0.923207],
    [100, 0.564434, 0.867977],
    [500, 0.628858, 0.789078],
    [1000, 0.645639, 0.767911],
  ])("Hoeffding, n = %i -> (%f, %f)", (n, lower, upper) => {
    expect(at("hoeffding", n)?.lower).toBeCloseTo(lower, 6);
    expect(at("hoeffding", n)?.upper).toBeCloseTo(upper, 6);
  });
  it.each([
    [10, 0, 1],
    [50, 0.461897, 0.934994],
    [100, 0.543326, 0.861213],
    [500, 0.626686, 0.778014],
    [1000, 0.645342, 0.758412],
  ])("empirical Bernstein, n = %i -> (%f, %f)", (n, lower, upper) => {
    expect(at("empirical-bernstein", n)?.lower).toBeCloseTo(lower, 6);
    expect(at("empirical-bernstein", n)?.upper).toBeCloseTo(upper, 6);
  });
  it.each([
    [10, 0.29, 1],
    [50, 0.517, 0.913],
    [100, 0.565, 0.876],
    [500, 0.631, 0.794],
    [1000, 0.648, 0.771],
  ])("betting, n = %i -> (%f, %f)", (n, lower, upper) => {
    expect(at("betting", n)?.lower).toBeCloseTo(lower, 9);
    expect(at("betting", n)?.upper).toBeCloseTo(upper, 9);
  });
  it.each([
    [10, 1.06787],
    [50, 38.7067],
    [100, 675.248],
    [200, 34862.7],
    [500, 6.55588e7],
  ])("evidence against a mean of 0.5, n = %i -> e = %f", (n, e) => {
    expect((bettingEvidence(seven, 0.5)[n - 1] ?? 0) / e).toBeCloseTo(1, 5);
  });
});

describe("confidenceSequence", () => {
  it("mirrors: the limits of 1 - x are 1 minus those of x", () => {
    const flipped = confidenceSequence(seven.map((value) => 1 - value))[99];
    expect(flipped?.lower).toBeCloseTo(1 - (at("betting", 100)?.upper ?? 0), 9);
  });
  it("values outside [0, 1] are refused", () => {
    expect(() => confidenceSequence([0.5, 1.2])).toThrow("between 0 and 1");
  });
  it("read after each of 300 answers, leaves the mean of 0.3 out some time in at most 5% + 3 se of 400 runs", () => {
    const random = seededRandom(5);
    for (const method of ["hoeffding", "empirical-bernstein", "betting"] as const) {
      const out = Array.from({ length: 400 }, () => {
        const x = Array.from({ length: 300 }, () => (random() < 0.3 ? 1 : 0));
        const path = method === "betting" ? null : confidenceSequence(x, { method });
        return path
          ? path.some(({ lower, upper }) => lower > 0.3 || upper < 0.3)
          : bettingEvidence(x, 0.3).some((e) => e >= 20);
      });
      expect(out.filter(Boolean).length / 400).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400));
    }
  });
});
