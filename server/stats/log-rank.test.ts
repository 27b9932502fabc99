import { describe, expect, it } from "vitest";
import { logRank, type SurvivalRow } from "@/server/stats/log-rank";
import { noReferenceData, referenceTable } from "@/server/stats/reference-tables";

function rowsOf(file: string, columns: { time: string; status: string; group: string }, dead: string): SurvivalRow[] {
  const table = referenceTable(`survival/${file}.csv`);
  const [status, group] = [table(columns.status), table(columns.group)];
  return table(columns.time).map((time, i) => ({
    time: Number(time),
    event: status[i] === dead ? 1 : 0,
    group: group[i] ?? "",
  }));
}

describe.skipIf(noReferenceData)("log-rank (R survival 3.5-3, survdiff; needs the reference data)", () => {
  const lung = noReferenceData ? [] : rowsOf("lung", { time: "time", status: "status", group: "sex" }, "2");

  it("lung by sex: 10.326742, p 0.00131116, observed 112, 53, expected 91.581739, 73.418261, variance 40.371434", () => {
    const test = logRank(lung);
    expect(Math.abs(test.chiSquare - 10.326742)).toBeLessThan(1e-5);
    expect(Math.abs(test.p - 0.00131116)).toBeLessThan(1e-8);
    expect(test.df).toBe(1);
    expect(test.groups.map((group) => group.observed)).toEqual([112, 53]);
    expect(Math.abs((test.groups[0]?.expected ?? 0) - 91.581739)).toBeLessThan(1e-5);
    expect(Math.abs((test.groups[1]?.expected ?? 0) - 73.418261)).toBeLessThan(1e-5);
    expect(Math.abs((test.covariance[0]?.[0] ?? 0) - 40.371434)).toBeLessThan(1e-5);
  });

  it("lung, Peto and Peto (rho = 1): 12.714151", () => {
    expect(Math.abs(logRank(lung, 1).chiSquare - 12.714151)).toBeLessThan(1e-5);
  });

  it("ovarian by rx: 1.062740, p 0.3026", () => {
    const test = logRank(rowsOf("ovarian", { time: "futime", status: "fustat", group: "rx" }, "1"));
    expect(Math.abs(test.chiSquare - 1.06274)).toBeLessThan(1e-5);
    expect(Math.abs(test.p - 0.3026)).toBeLessThan(1e-4);
  });

  it("aml by x, tied times: 3.396389, p 0.06534", () => {
    const test = logRank(rowsOf("aml", { time: "time", status: "status", group: "x" }, "1"));
    expect(Math.abs(test.chiSquare - 3.396389)).toBeLessThan(1e-5);
    expect(Math.abs(test.p - 0.06534)).toBeLessThan(1e-5);
  });

  it("three groups have 2 degrees of freedom; renaming them changes nothing", () => {
    const rows = lung.map((row, i) => ({ ...row, group: `${i % 3}` }));
    const renamed = rows.map((row) => ({ ...row, group: `${9 - Number(row.group)}` }));
    expect(logRank(rows).df).toBe(2);
    expect(logRank(renamed).chiSquare).toBeCloseTo(logRank(rows).chiSquare, 9);
  });

  it("two equal strata: observed, expected and chi-square double", () => {
    const double = [...lung.map((row) => ({ ...row, stratum: "a" })), ...lung.map((row) => ({ ...row, stratum: "b" }))];
    expect(logRank(double).chiSquare).toBeCloseTo(2 * logRank(lung).chiSquare, 8);
  });
});

describe("log-rank by hand", () => {
  it("one event among 1 + 3 at risk: expected 1/4 and 3/4, variance 3/16, chi-square (3/4)^2/(3/16) = 3", () => {
    const rows: SurvivalRow[] = [
      { time: 1, event: 1, group: "a" },
      ...[2, 3, 4].map((time) => ({ time, event: 0 as const, group: "b" })),
    ];
    const test = logRank(rows);
    expect(test.groups.map((group) => group.expected)).toEqual([0.25, 0.75]);
    expect(test.chiSquare).toBeCloseTo(3, 12);
  });

  it("no events: chi-square 0, p 1", () => {
    expect(
      logRank([
        { time: 1, event: 0, group: "a" },
        { time: 2, event: 0, group: "b" },
      ]),
    ).toMatchObject({ chiSquare: 0, p: 1 });
  });
});
