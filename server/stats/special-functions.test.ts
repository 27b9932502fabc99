import { describe, expect, it } from "vitest";
import { chiSquareTail } from "@/server/stats/chi-square-tail";
import { digamma } from "@/server/stats/digamma";
import { logGamma } from "@/server/stats/log-gamma";
import { normalProbability, normalQuantile, zOfLevel } from "@/server/stats/normal-quantile";
import { trigamma } from "@/server/stats/trigamma";
import { wilson } from "@/server/stats/wilson";

const EULER = 0.5772156649015329;

describe("Gamma family", () => {
  it("ln Gamma(1/2) = ln sqrt(pi), ln Gamma(11) = ln 10!, ln Gamma(1) = ln Gamma(2) = 0", () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 13);
    expect(logGamma(1)).toBeCloseTo(0, 14);
    expect(logGamma(2)).toBeCloseTo(0, 14);
  });

  it("psi(1) = -0.5772156649, psi'(1) = pi^2/6", () => {
    expect(digamma(1)).toBeCloseTo(-EULER, 13);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 13);
  });

  it("recurrences from 0.01 to 1e6: ln Gamma(x + 1) = ln Gamma(x) + ln x, and its two derivatives", () => {
    for (const x of [0.01, 0.3, 1.7, 4.2, 9.99, 10, 55.5, 1e3, 1e6]) {
      expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 8);
      expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 11);
      expect((trigamma(x) - trigamma(x + 1)) * x * x).toBeCloseTo(1, 3);
    }
  });

  it("outside the domain: NaN", () => {
    expect([logGamma(0), digamma(-1), trigamma(0), chiSquareTail(-1, 1), normalQuantile(1)]).toEqual(
      new Array(5).fill(Number.NaN),
    );
  });
});

describe("tails", () => {
  it("chi-square: 3.841459 on 1 -> 0.05, 5.991465 on 2 -> 0.05, 18.307038 on 10 -> 0.05", () => {
    expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12);
    expect(chiSquareTail(5.991464547107979, 2)).toBeCloseTo(0.05, 12);
    expect(chiSquareTail(18.30703805327515, 10)).toBeCloseTo(0.05, 12);
    expect(chiSquareTail(1400, 2) / Math.exp(-700)).toBeCloseTo(1, 10);
  });

  it("normal: 0.975 -> 1.959964, there and back from 1e-9 to 1 - 1e-9", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(zOfLevel(0.95)).toBeCloseTo(1.959963984540054, 12);
    for (const p of [1e-9, 0.001, 0.02, 0.3, 0.5, 0.8, 0.999, 1 - 1e-9])
      expect(normalProbability(normalQuantile(p)) / p).toBeCloseTo(1, 9);
  });

  it("Wilson: 0 of 10 -> (0, 0.2775), 5 of 10 -> (0.2366, 0.7634), 10 of 10 -> (0.7225, 1)", () => {
    const limits = [0, 5, 10].map((y) => wilson(y, 10, 1.959964));
    expect(limits[0]).toEqual({ lower: 0, upper: expect.closeTo(0.2775, 4) });
    expect(limits[1]).toEqual({ lower: expect.closeTo(0.2366, 4), upper: expect.closeTo(0.7634, 4) });
    expect(limits[2]).toEqual({ lower: expect.closeTo(0.7225, 4), upper: 1 });
  });
});
