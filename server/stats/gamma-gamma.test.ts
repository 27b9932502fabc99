import { describe, expect, it } from "vitest";
import { expectedValue, fitGammaGamma } from "@/server/stats/gamma-gamma";
import { gamma, seededRandom } from "@/server/stats/random";
import { noReferenceData, referenceNumbers } from "@/server/stats/reference-tables";

function fitted(x: ArrayLike<number>, z: ArrayLike<number>) {
  const fit = fitGammaGamma(x, z);
  if (fit.kind === "cannot say") throw new Error(fit.why);
  return fit;
}

describe.skipIf(noReferenceData)("Gamma-Gamma on CDNOW (published; needs the reference data)", () => {
  const table = noReferenceData ? () => [] : referenceNumbers("cdnow/cdnow_sample_summary_zbar_published.csv");
  const [x, z] = [table("x"), table("zbar")];
  const fit = noReferenceData ? null : fitted(x, z);

  it.each([
    ["p", 6.25, 6.2488],
    ["q", 3.74, 3.74459],
    ["gamma", 15.44, 15.44774],
  ] as const)("%s = %f +-0.01, as the note cuts 15.4477 to 15.44 (sharp %f +-0.0001)", (name, published, sharp) => {
    const value = fit?.parameters[name] ?? 0;
    expect(Math.abs(value - published)).toBeLessThan(0.01);
    expect(Math.abs(value - sharp)).toBeLessThan(1e-4);
  });

  it("946 customers, log-likelihood -4055.9232, population mean 35.171, correlation 0.1139: usable", () => {
    expect(fit?.n).toBe(946);
    expect(Math.abs((fit?.logLikelihood ?? 0) + 4055.9232)).toBeLessThan(0.001);
    expect(Math.abs((fit?.populationMean ?? 0) - 35.171)).toBeLessThan(1e-3);
    expect(Math.abs((fit?.pearson ?? 0) - 0.1139)).toBeLessThan(1e-3);
    expect(fit?.usable).toBe(true);
  });

  it("E(M) of customers 1, 2, 3 = 24.658619, 18.911489, 35.170981", () => {
    [24.658619, 18.911489, 35.170981].forEach((expected, i) => {
      const p = fit?.parameters ?? { p: 1, q: 2, gamma: 1 };
      expect(Math.abs(expectedValue(p, x[i] ?? 0, z[i] ?? 0) - expected)).toBeLessThan(1e-3);
    });
  });

  it("cents instead of dollars: gamma times 100, p and q as they were", () => {
    const cents = fitted(
      x,
      z.map((value) => value * 100),
    );
    expect(cents.parameters.gamma / 100).toBeCloseTo(fit?.parameters.gamma ?? 0, 5);
    expect(cents.parameters.p).toBeCloseTo(fit?.parameters.p ?? 0, 5);
  });
});

describe("Gamma-Gamma guard", () => {
  const random = seededRandom(4);
  const x = Array.from({ length: 600 }, (_, i) => 1 + (i % 6));
  const spend = (x_: number, q: number) => {
    const rate = gamma(random, q) / 30;
    return gamma(random, 4 * x_) / x_ / rate;
  };

  it("mean value that grows with frequency: not usable, correlation over 0.3", () => {
    const z = x.map((value) => value * 10 * spend(value, 8));
    expect(fitted(x, z)).toMatchObject({ usable: false, refusal: { why: "value depends on frequency", need: 0.3 } });
  });

  it("q under 1: the population mean is infinite, not usable", () => {
    const z = x.map((value) => spend(value, 0.6));
    expect(fitted(x, z)).toMatchObject({ usable: false, populationMean: Number.POSITIVE_INFINITY });
  });

  it("49 spenders where 50 are needed: cannot say; x = 0 and value 0 are not counted", () => {
    const z = x.map((value) => spend(value, 4));
    const few = fitGammaGamma([0, 1, ...x.slice(0, 49)], [10, 0, ...z.slice(0, 49)]);
    expect(few).toEqual({ kind: "cannot say", need: 50, have: 49, why: "too few customers" });
  });
});
