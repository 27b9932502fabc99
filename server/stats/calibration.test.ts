import { describe, expect, it } from "vitest";
import { judgePromises, type PromiseBin } from "./calibration";
import { seededRandom } from "./random";

const bin = (n: number, p: number, kept: number): PromiseBin => ({
  n,
  promised: n * p,
  variance: n * p * (1 - p),
  kept,
});

describe("promises kept", () => {
  it("needs 200 people and 30 promised returns", () => {
    expect(judgePromises([bin(199, 0.5, 100)])).toBeNull();
    expect(judgePromises([bin(1000, 0.02, 20)])).toBeNull();
    expect(judgePromises([])).toBeNull();
  });
  it("by hand: 1,000 people of p = 0.25, the band is 15% and 2.9 binomial errors wide", () => {
    const judged = judgePromises([bin(400, 0.25, 100), bin(600, 0.25, 190)]);
    const reach = 0.15 + (2.9 * Math.sqrt(187.5)) / 250;
    expect(judged).toMatchObject({ n: 1000, promised: 250, kept: 290, ratio: 1.16, fits: true });
    expect(judged?.low).toBeCloseTo(1 - reach, 12);
    expect(judged?.high).toBeCloseTo(1 + reach, 12);
    expect(judgePromises([bin(1000, 0.25, 330)])?.fits).toBe(false);
    expect(judgePromises([bin(1000, 0.25, 170)])?.fits).toBe(false);
  });
  it("without a tolerance it leaves the band about as rarely as 2.9 errors do, where promises hold", () => {
    const random = seededRandom(5);
    let left = 0;
    for (let run = 0; run < 2000; run += 1) {
      const bins = [0.05, 0.2, 0.6].map((p) => {
        let kept = 0;
        for (let i = 0; i < 200; i += 1) kept += random() < p ? 1 : 0;
        return bin(200, p, kept);
      });
      if (judgePromises(bins, { tolerance: 0 })?.fits === false) left += 1;
    }
    expect(left / 2000).toBeLessThan(0.0037 + 3 * Math.sqrt(0.0037 / 2000));
    expect(left).toBeGreaterThan(0);
  });
});
