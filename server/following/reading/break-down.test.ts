import { expect, it } from "vitest";
import { calibrate } from "../../stats/placebo-calibration";
import { breakDown } from "./break-down";
import { estimateRate } from "./estimate-rate";

const strata = Array.from({ length: 4 }, (_, i) => ({
  ...{ stratum: i, wave: 0, segment: i < 2 ? "regulars" : "lapsing", bin: i % 2, also: 0 },
  ...{ exposed: 100, twins: 400 },
}));
const counts = strata.map(({ stratum }) => ({ stratum, n1: 100, n0: 400, y1: 30 + 5 * stratum, y0: 200 + stratum }));
const habits = (split: readonly [string | null, number][]) =>
  counts.flatMap(({ stratum, n1, y1 }) =>
    split.map(([ref, share]) => ({
      ...{ dimension: "channel" as const, ref, stratum, n1: n1 * share, y1: y1 * share },
    })),
  );
const rowsOf = (split: readonly [string | null, number][]) =>
  breakDown({ strata }, counts, habits(split)).dimensions[0]?.rows ?? [];

it("one row of everybody is the change itself, with its limits", () => {
  const [row] = rowsOf([["store", 1]]);
  const whole = estimateRate(counts, calibrate([]));
  if (whole.kind !== "rate") throw new Error("no rate");
  const near = (value: number | null) => expect.closeTo(value ?? Number.NaN, 10);
  const { ratio, band, missing } = whole;
  expect(row?.rate).toEqual({ ratio: near(ratio), lower: near(band.lower), upper: near(band.upper) });
  expect(row?.missing).toEqual({ lower: near(missing.lower), upper: near(missing.upper) });
});

it("rows add up, whoever is in none is a row of its own, and a smaller row knows less", () => {
  const rows = rowsOf([
    ["store", 0.6],
    ["web", 0.3],
    [null, 0.1],
  ]);
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  expect([sum((row) => row.exposed), sum((row) => row.observed)]).toEqual([400, 150]);
  expect(sum((row) => row.expected)).toBeCloseTo(201.5, 10);
  const width = (at: number) => (rows[at]?.rate?.upper ?? 0) - (rows[at]?.rate?.lower ?? 0);
  expect(width(0)).toBeLessThan(width(1));
  expect(rows[2]).toMatchObject({ ref: null, rate: null, missing: null });
});
