import { describe, expect, it } from "vitest";
import { type PowerStratum, powerOf, smallestLoss, weeklyDrift } from "./power";

/** Seven in ten come back at this pace a week, the others never. */
function steady(exposed: number, twins: number, pace: number, weeks = 53): PowerStratum {
  return { exposed, twins, silent: Float64Array.from({ length: weeks }, (_, u) => 0.3 + 0.7 * Math.exp(-pace * u)) };
}

describe("power of the first-returns alarm before a change", () => {
  const strata = [steady(200, 800, 0.2), steady(200, 800, 0.5)];
  const options = { weeks: 26 };

  it("a week's drift is that of the loss: nothing without one, fewer returns than expected with one", () => {
    const [quiet] = weeklyDrift(strata, 0, 1);
    expect(quiet?.mu).toBeCloseTo(0, 10);
    const [lost] = weeklyDrift([steady(400, 1600, 0.5)], 0.2, 1);
    const came = 0.7 * (1 - Math.exp(-0.5));
    const middle = 0.65 + 0.35 * Math.exp(-0.5);
    const q = (400 * (0.2 + 0.8 * middle)) / (400 * (0.2 + 0.8 * middle) + 1600 * middle);
    expect(lost?.mu).toBeCloseTo(320 * came - q * 1920 * came, 9);
    expect(lost?.v).toBeCloseTo((320 * came * 1600) / 1920, 9);
  });

  it("rings at most once in 40 where nothing is lost, and more often the more is lost", () => {
    const powers = [0, 0.05, 0.1, 0.15, 0.2, 0.3].map((loss) => powerOf(strata, loss, options).power);
    expect(powers[0]).toBeLessThanOrEqual(1 / 40);
    expect(powers).toEqual(powers.toSorted((left, right) => left - right));
    expect(powers.at(-1)).toBeGreaterThan(0.99);
  });

  it("the smallest loss rings in 80% of paths, a thousandth less does not", () => {
    const found = smallestLoss(strata, options);
    const loss = found?.loss ?? 0;
    expect(found?.power).toBeGreaterThanOrEqual(0.8);
    expect(powerOf(strata, loss - 0.001, options).power).toBeLessThan(0.8);
    expect(found?.weeksToShow).toBeLessThanOrEqual(26);
    expect(found?.medianWeeks).toBeLessThanOrEqual(found?.weeksToShow ?? 0);
  });

  it("four times the people show about half the loss, until what placebos differ by is in the way", () => {
    const many = (times: number) => strata.map((s) => ({ ...s, exposed: times * s.exposed, twins: times * s.twins }));
    const [one, four] = [1, 4].map((times) => smallestLoss(many(times), options)?.loss ?? 0);
    expect((one ?? 0) / (four ?? 1)).toBeGreaterThan(1.7);
    expect((one ?? 0) / (four ?? 1)).toBeLessThan(2.3);
    const calibrated = { ...options, calibration: { tau2: 0.05 ** 2, sigma2: 0 } };
    expect(smallestLoss(many(10_000), options)?.loss).toBeLessThan(0.02);
    expect(smallestLoss(many(10_000), calibrated)?.loss).toBeGreaterThan(0.1);
    expect(powerOf(many(100), 0, calibrated).power).toBeLessThanOrEqual(1 / 40);
  });

  it("a tiny tau and no weather say what the exact test says", () => {
    const exact = smallestLoss(strata, options)?.loss ?? 0;
    const calibrated = smallestLoss(strata, { ...options, calibration: { tau2: 1e-9, sigma2: 0 } })?.loss ?? 0;
    expect(Math.abs(calibrated - exact)).toBeLessThan(0.01);
  });

  it("a wave that opens later shows later; nobody to compare with shows nothing", () => {
    const early = powerOf(strata, 0.3, options).medianWeeks ?? 0;
    const late = powerOf(
      strata.map((s) => ({ ...s, opens: 8 })),
      0.3,
      options,
    ).medianWeeks;
    expect(late).toBeCloseTo(early + 8, 0);
    expect(smallestLoss([steady(400, 0, 0.2)], options)).toBeNull();
  });

  it("equal questions get equal answers", () => {
    expect(smallestLoss(strata, options)).toEqual(smallestLoss(strata, options));
  });
});
