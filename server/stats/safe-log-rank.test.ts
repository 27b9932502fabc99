import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averageHazardRatio } from "@/server/stats/average-hazard-ratio";
import { logRank } from "@/server/stats/log-rank";
import { advance, DEFAULT_THETAS, type StratumDay, safeLogRank, startSafeLogRank } from "@/server/stats/safe-log-rank";
import { type FollowedPerson, stratumDays } from "@/server/stats/stratum-days";

const cell = fc
  .record({
    day: fc.integer({ min: 0, max: 30 }),
    cell: fc.integer({ min: 0, max: 4 }),
    n1: fc.integer({ min: 0, max: 40 }),
    n0: fc.integer({ min: 0, max: 90 }),
    d: fc.integer({ min: 0, max: 6 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .filter(({ n1, n0, d }) => d <= n1 + n0)
  .map(({ share, ...row }): StratumDay => {
    const least = Math.max(0, row.d - row.n0);
    const most = Math.min(row.n1, row.d);
    return { ...row, o: least + Math.round(share * (most - least)) };
  });
const history = fc.uniqueArray(cell, { selector: (row) => `${row.day}/${row.cell}`, maxLength: 60 });

function quiet(days: number, o: number): StratumDay[] {
  return Array.from({ length: days }, (_, day) => ({ day, cell: "a", n1: 100, n0: 100, d: 2, o }));
}

describe("safe log-rank", () => {
  it("one twin returns, 1 + 1 at risk: L = 1/((1 + theta)/2), e = mean over the 8 thetas", () => {
    const { eLower } = safeLogRank([{ day: 0, cell: 1, n1: 1, n0: 1, d: 1, o: 0 }]);
    const mean = DEFAULT_THETAS.reduce((sum, theta) => sum + 2 / (1 + theta), 0) / DEFAULT_THETAS.length;
    expect(eLower).toBeCloseTo(mean, 12);
  });

  it("both of 2 events are twins', 2 + 3 at risk: h = (3, 6, 1)/10, L = 1/((3 + 6 theta + theta^2)/10)", () => {
    const { eLower, eUpper } = safeLogRank([{ day: 0, cell: 1, n1: 2, n0: 3, d: 2, o: 0 }], { thetas: [0.5] });
    expect(eLower).toBeCloseTo(10 / (3 + 3 + 0.25), 12);
    expect(eUpper).toBeCloseTo(10 / (3 + 12 + 4), 12);
  });

  it("an empty arm says nothing: e = 1", () => {
    const result = safeLogRank([{ day: 0, cell: 1, n1: 0, n0: 9, d: 3, o: 0 }]);
    expect([result.eLower, result.eUpper, result.observed, result.expected]).toEqual([1, 1, 0, 0]);
  });

  it("expectation of L over every outcome of a cell is 1, for each theta: the promise of Ville's inequality", () => {
    for (const [n1, n0, d] of [
      [5, 20, 3],
      [7, 7, 7],
      [1, 40, 2],
      [12, 3, 9],
    ] as const) {
      const weights: number[] = [];
      const es: number[] = [];
      for (let o = Math.max(0, d - n0); o <= Math.min(n1, d); o += 1) {
        weights.push(choose(n1, o) * choose(n0, d - o));
        es.push(safeLogRank([{ day: 0, cell: 1, n1, n0, d, o }]).eLower);
      }
      const total = weights.reduce((sum, w) => sum + w, 0);
      expect(es.reduce((sum, e, i) => sum + (e * (weights[i] ?? 0)) / total, 0)).toBeCloseTo(1, 12);
    }
  });

  it("ten even days, then two twins and nobody exposed a day: alarm at e >= 40, since day 9", () => {
    const result = safeLogRank([...quiet(10, 1), ...quiet(60, 0).map((row) => ({ ...row, day: row.day + 10 }))]);
    const crossed = result.logE.find((point) => point.lower >= Math.log(40));
    expect(result.alarmTime).toBe(crossed?.time);
    expect(result.since).toBe(9);
    expect(result.alarmTimeUpper).toBeNull();
  });

  it("an alarm once raised keeps its date, also when all exposed return later", () => {
    const raised = safeLogRank(quiet(40, 0));
    const later = safeLogRank([...quiet(40, 0), ...quiet(60, 2).map((row) => ({ ...row, day: row.day + 40 }))]);
    expect(raised.alarmTime).not.toBeNull();
    expect(later.alarmTime).toBe(raised.alarmTime);
    expect(later.eLower).toBeLessThan(1);
  });

  it("rows in any order, and day by day through a saved state (JSON), give the same evidence", () => {
    fc.assert(
      fc.property(history, (rows) => {
        const whole = safeLogRank(rows);
        expect(safeLogRank(rows.toReversed()).state.lower.logE).toBeCloseTo(whole.state.lower.logE, 9);
        let state = startSafeLogRank();
        for (let day = 0; day <= 30; day += 1) {
          state = JSON.parse(
            JSON.stringify(
              advance(
                state,
                day,
                rows.filter((row) => row.day === day),
              ),
            ),
          );
        }
        expect(state.lower.logE).toBeCloseTo(whole.state.lower.logE, 9);
        expect(state.upper.logE).toBeCloseTo(whole.state.upper.logE, 9);
        expect(state.lower.alarmTime).toBe(whole.alarmTime);
      }),
    );
  });

  it("arms exchanged: down becomes up, thetas become their inverses", () => {
    fc.assert(
      fc.property(history, (rows) => {
        const swapped = rows.map((row) => ({ ...row, n1: row.n0, n0: row.n1, o: row.d - row.o }));
        const [straight, turned] = [safeLogRank(rows), safeLogRank(swapped)];
        expect(turned.state.upper.logE).toBeCloseTo(straight.state.lower.logE, 8);
      }),
    );
  });

  it("a day before the last one is refused", () => {
    const state = advance(startSafeLogRank(), 5, []);
    expect(() => advance(state, 5, [])).toThrow("Day 5 does not follow day 5.");
  });
});

describe("stratum days and average hazard ratio", () => {
  const people: FollowedPerson[] = [3, 5, 5, 9, 12, 14, 20, 20, 25, 30].map((time, i) => ({
    time,
    event: i % 4 === 3 ? 0 : 1,
    exposed: i % 2 === 0,
    stratum: i < 6 ? "a" : "b",
  }));

  it("observed, expected and variance equal the stratified log-rank's", () => {
    const safe = safeLogRank(stratumDays(people));
    const plain = logRank(
      people.map(({ exposed, ...row }) => ({ ...row, stratum: `${row.stratum}`, group: exposed ? "1" : "2" })),
    );
    expect(safe.observed).toBe(plain.groups[0]?.observed);
    expect(safe.expected).toBeCloseTo(plain.groups[0]?.expected ?? 0, 12);
    expect(safe.variance).toBeCloseTo(plain.covariance[0]?.[0] ?? 0, 12);
  });

  it("10 exposed and 40 twins at even odds: 30 of 40 events in 1 + 1 cells are twins' -> ratio 1/3", () => {
    const days = Array.from({ length: 40 }, (_, day) => ({ day, cell: 1, n1: 1, n0: 1, d: 1, o: day < 10 ? 1 : 0 }));
    const ratio = averageHazardRatio(days);
    if (ratio.kind === "cannot say") throw new Error(ratio.why);
    expect(ratio.value).toBeCloseTo(1 / 3, 9);
    expect(ratio.interval.lower).toBeLessThan(1 / 3);
    expect(ratio.interval.upper).toBeGreaterThan(1 / 3);
    expect(ratio.interval.upper).toBeLessThan(1.5);
  });

  it("all events in one arm: cannot say", () => {
    expect(averageHazardRatio([{ n1: 5, n0: 5, d: 2, o: 0 }])).toMatchObject({ kind: "cannot say" });
  });
});

function choose(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i += 1) value *= (n - k + i) / i;
  return value;
}
