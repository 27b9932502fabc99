import { beforeAll, describe, expect, it } from "vitest";
import { drawBgNbd } from "@/server/stats/bg-nbd-draw";
import { type BgNbdFit, fitBgNbd } from "@/server/stats/bg-nbd-fit";
import { bgNbdLikelihood } from "@/server/stats/bg-nbd-likelihood";
import { distinctTriples } from "@/server/stats/distinct-triples";
import { maximise } from "@/server/stats/maximise";
import { seededRandom } from "@/server/stats/random";
import { noReferenceData, referenceNumbers, referenceTable } from "@/server/stats/reference-tables";

const DAY = 86_400_000;

/** Calibration table from the raw records: same-day records merged, weeks, to 1997-09-30. */
function calibration() {
  const table = referenceTable("cdnow/cdnow_sample.csv");
  const dates = table("date").map((date) => Date.parse(date) / DAY);
  const end = Date.parse("1997-09-30") / DAY;
  const byCustomer = new Map<string, Set<number>>();
  table("sample_id").forEach((id, i) => {
    byCustomer.set(id, (byCustomer.get(id) ?? new Set()).add(dates[i] ?? 0));
  });
  return [...byCustomer.values()].map((set) => {
    const days = [...set].sort((left, right) => left - right);
    const seen = days.filter((day) => day <= end);
    const first = seen[0] ?? 0;
    return { x: seen.length - 1, tx: ((seen.at(-1) ?? 0) - first) / 7, T: (end - first) / 7 };
  });
}

function columns(rows: readonly { x: number; tx: number; T: number; n?: number }[]) {
  const n = rows.some((row) => row.n !== undefined) ? { n: rows.map((row) => row.n ?? 1) } : {};
  return { x: rows.map((row) => row.x), tx: rows.map((row) => row.tx), T: rows.map((row) => row.T), ...n };
}

function asFit(fit: ReturnType<typeof fitBgNbd>): BgNbdFit {
  if (fit.kind === "cannot say") throw new Error(fit.why);
  return fit;
}

describe.skipIf(noReferenceData)("BG/NBD on CDNOW, from the raw records (published; needs the reference data)", () => {
  let rows: ReturnType<typeof calibration>;
  let fit: BgNbdFit;
  beforeAll(() => {
    rows = calibration();
    fit = asFit(fitBgNbd(columns(rows)));
  });

  it("2,357 customers, sum x = 2,457, 1,411 with x = 0, T from 27.000 to 38.857", () => {
    expect(fit.n).toBe(2357);
    expect(fit.repeaters).toBe(946);
    expect(rows.reduce((sum, row) => sum + row.x, 0)).toBe(2457);
    expect(rows.filter((row) => row.x === 0)).toHaveLength(1411);
    expect(Math.min(...rows.map((row) => row.T))).toBeCloseTo(27, 3);
    expect(Math.max(...rows.map((row) => row.T))).toBeCloseTo(38.857, 3);
  });

  it.each([
    ["r", 0.243, 0.2425945],
    ["alpha", 4.414, 4.413602],
    ["a", 0.793, 0.792922],
    ["b", 2.426, 2.425906],
  ] as const)("%s = %f +-0.0005 (sharp %f, 1e-4 relative)", (name, published, sharp) => {
    expect(Math.abs(fit.parameters[name] - published)).toBeLessThan(0.0005);
    expect(Math.abs(fit.parameters[name] / sharp - 1)).toBeLessThan(1e-4);
  });

  it("log-likelihood -9582.4292 at the peak, -9582.4305 at the rounded published parameters", () => {
    expect(Math.abs(fit.logLikelihood + 9582.4292)).toBeLessThan(0.001);
    const rounded = bgNbdLikelihood(distinctTriples(columns(rows)))([0.243, 4.414, 0.793, 2.426]);
    expect(Math.abs(rounded.value + 9582.4305)).toBeLessThan(0.001);
  });

  it.each([
    ["r", 0.01256],
    ["alpha", 0.3782],
    ["a", 0.1857],
    ["b", 0.7053],
  ] as const)("standard error of %s = %f, within 0.02 of it", (name, error) => {
    expect(Math.abs(fit.standardErrors[name] / error - 1)).toBeLessThan(0.02);
  });

  it("the prepared table of 2,357 rows gives the same fit", () => {
    const golden = referenceNumbers("cdnow/golden_sample_per_customer.csv");
    const other = asFit(fitBgNbd({ x: golden("x"), tx: golden("t_x"), T: golden("T") }));
    expect(other.logLikelihood).toBeCloseTo(fit.logLikelihood, 6);
  });

  it("rows in another order, doubled, or weighted n = 2: same parameters, errors smaller by sqrt 2", () => {
    const turned = asFit(fitBgNbd(columns([...rows].reverse())));
    const doubled = asFit(fitBgNbd(columns([...rows, ...rows])));
    const weighted = asFit(fitBgNbd(columns(rows.map((row) => ({ ...row, n: 2 })))));
    expect(turned.parameters.b).toBeCloseTo(fit.parameters.b, 8);
    expect(doubled.parameters.b).toBeCloseTo(fit.parameters.b, 6);
    expect(weighted.parameters.b).toBeCloseTo(doubled.parameters.b, 8);
    expect(doubled.standardErrors.b * Math.SQRT2).toBeCloseTo(fit.standardErrors.b, 5);
    expect(weighted.n).toBe(4714);
  });

  it("days instead of weeks: alpha times 7, the rest as it was", () => {
    const days = asFit(fitBgNbd(columns(rows.map(({ x, tx, T }) => ({ x, tx: tx * 7, T: T * 7 })))));
    expect(days.parameters.alpha / 7).toBeCloseTo(fit.parameters.alpha, 6);
    expect(days.parameters.a).toBeCloseTo(fit.parameters.a, 6);
    expect(days.standardErrors.r).toBeCloseTo(fit.standardErrors.r, 6);
  });
});

describe("BG/NBD fit", () => {
  // A long unit of time, so that two occasions hardly ever fall on one whole number.
  const truth = { r: 0.8, alpha: 4000, a: 0.7, b: 3 };
  const drawn = (customers: number, seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: customers }, () => {
      const T = 10_000 + Math.floor(random() * 60_000);
      const { days } = drawBgNbd(random, truth, T);
      return { x: days.length, tx: days.at(-1) ?? 0, T };
    });
  };

  it("analytic slope and curvature equal differences (step 1e-5)", () => {
    const evaluate = bgNbdLikelihood(distinctTriples(columns(drawn(300, 1))));
    const at = [0.5, 3000, 0.9, 2.5];
    const { gradient, hessian } = evaluate(at);
    at.forEach((value, i) => {
      const h = value * 1e-5;
      const up = evaluate(at.with(i, value + h));
      const down = evaluate(at.with(i, value - h));
      expect((up.value - down.value) / (2 * h) / (gradient[i] ?? 0)).toBeCloseTo(1, 5);
      at.forEach((_, j) => {
        const slope = ((up.gradient[j] ?? 0) - (down.gradient[j] ?? 0)) / (2 * h);
        expect(slope / (hessian[i]?.[j] ?? 0)).toBeCloseTo(1, 4);
      });
    });
  });

  it("20,000 drawn customers: every parameter within 4 standard errors of the truth", () => {
    const fit = asFit(fitBgNbd(columns(drawn(20_000, 2))));
    for (const name of ["r", "alpha", "a", "b"] as const) {
      expect(Math.abs(fit.parameters[name] - truth[name])).toBeLessThan(4 * fit.standardErrors[name]);
    }
  });

  it("one peak: three far-apart starts end at the same log-likelihood, for 12 random truths of 1,500 customers", () => {
    const random = seededRandom(9);
    for (let k = 0; k < 12; k += 1) {
      const p = { r: 0.3 + random(), alpha: 10 + 60 * random(), a: 0.5 + random(), b: 1 + 4 * random() };
      const rows = Array.from({ length: 1500 }, () => {
        const T = 1 + Math.floor(random() * 700);
        const { days } = drawBgNbd(random, p, T);
        return { x: days.length, tx: days.at(-1) ?? 0, T };
      });
      const fit = asFit(fitBgNbd(columns(rows)));
      const evaluate = bgNbdLikelihood(distinctTriples(columns(rows)));
      for (const start of [
        [0.3, 5, 0.5, 1],
        [3, 300, 0.1, 10],
      ]) {
        const other = maximise(evaluate, start, 200);
        expect(other.converged).toBe(true);
        expect(other.value).toBeCloseTo(fit.logLikelihood, 6);
      }
    }
  });

  it("49 repeaters where 50 are needed: cannot say", () => {
    const rows = Array.from({ length: 49 }, (_, i) => ({ x: 1 + (i % 3), tx: 10 + i, T: 100 }));
    expect(fitBgNbd(columns([...rows, { x: 0, tx: 0, T: 50 }]))).toEqual({
      kind: "cannot say",
      need: 50,
      have: 49,
      why: "too few repeaters",
    });
  });

  it("nobody ever leaves and all are alike: no peak inside, so cannot say, never a number", () => {
    const rows = Array.from({ length: 500 }, () => ({ x: 10, tx: 100, T: 100 }));
    expect(fitBgNbd(columns(rows))).toMatchObject({ kind: "cannot say", why: "no convergence" });
  });
});
