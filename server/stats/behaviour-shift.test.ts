import { describe, expect, it } from "vitest";
import { behaviourShifts, type Shift } from "./behaviour-shift";
import { exposedByStore, type ShiftPerson, sumShifts } from "./behaviour-shift-draw";
import { shiftError, standInManyStores } from "./shift-error";
import type { ShiftMetric, ShiftSums } from "./shift-sums";

const byPerson = { by: "customer" as const, clusters: 0, tau2: 0 };

/** `n` people, `before` and `after` occasions by turns around the given, 20 each; every fourth complains after. */
function people(n: number, stratum: number, exposed: boolean, before: number, after: number): ShiftPerson[] {
  return Array.from({ length: n }, (_, i) => {
    const wave = i % 2 === 0 ? 1 : -1;
    const [b, a] = [before + wave, after - wave];
    return { stratum, exposed, cluster: i % 5, features: [b, a, 20 * b, 20 * a, 0, 0, 0, i % 4 === 0 ? 1 : 0] };
  });
}

function found(metric: ShiftMetric, rows: readonly ShiftSums[]): Shift {
  const shift = behaviourShifts(rows, byPerson)(metric);
  if (shift.kind === "cannot say") throw new Error(shift.why);
  return shift;
}

describe("behaviour shift", () => {
  const cohort = sumShifts([
    ...people(40, 1, true, 4, 3),
    ...people(160, 1, false, 4, 4),
    ...people(120, 2, true, 10, 6),
    ...people(120, 2, false, 10, 9),
  ]);

  it("weighs twins as the exposed of their stratum: by hand", () => {
    const { exposed, twins, value } = found("occasions", cohort);
    expect(exposed.before).toBeCloseTo(8.5, 12);
    expect(exposed.after).toBeCloseTo(5.25, 12);
    expect(twins.before).toBeCloseTo(8.5, 12);
    expect(twins.after).toBeCloseTo(7.75, 12);
    expect(value).toBeCloseTo(-2.5, 12);
  });

  it("its error is that of weighted means of differences within strata: by hand", () => {
    // Differences stand 2 off their mean by turns: sample variance 4 n/(n - 1).
    const spread = (n: number) => (4 * n) / (n - 1) / n;
    const variance = (40 / 160) ** 2 * (spread(40) + spread(160)) + (120 / 160) ** 2 * 2 * spread(120);
    const { value, upper } = found("occasions", cohort);
    expect(upper - value).toBeCloseTo(1.959964 * Math.sqrt(variance), 5);
  });

  it("a basket that stays at 20 does not move, whoever comes less often, and without doubt", () => {
    const basket = found("basket", cohort);
    expect(basket.exposed.before).toBeCloseTo(20, 10);
    expect(basket.exposed.after).toBeCloseTo(20, 10);
    expect(basket.value).toBeCloseTo(0, 10);
    expect(basket.upper - basket.lower).toBeLessThan(1e-6);
  });

  it("tau widens by what arms stand apart without any change, in shares of the level after", () => {
    const half = (tau2: number) => {
      const shift = behaviourShifts(cohort, { ...byPerson, tau2 })("occasions");
      return shift.kind === "shift" ? shift.upper - shift.value : Number.NaN;
    };
    expect(half(0.0025) ** 2 - half(0) ** 2).toBeCloseTo((1.959964 * 0.05 * 5.25) ** 2, 6);
  });

  it("says nothing under 30 people in an arm, nor under 30 with any of it", () => {
    const few = sumShifts([...people(29, 1, true, 4, 3), ...people(160, 1, false, 4, 4)]);
    expect(behaviourShifts(few, byPerson)("occasions")).toMatchObject({ kind: "cannot say", have: 29, need: 30 });
    expect(behaviourShifts(cohort, byPerson)("refunds")).toMatchObject({ why: "too few with any", have: 0 });
    expect(behaviourShifts(cohort, byPerson)("complaints")).toMatchObject({ kind: "shift" });
  });

  it("errors go by store only where the exposed of 20 stores stand side by side", () => {
    const spreadOver = (stores: number, most = 1) =>
      sumShifts(
        people(400, 1, true, 4, 3).map((one, i) => ({ ...one, cluster: i % 10 < 10 * most ? i % stores : stores })),
      );
    expect(standInManyStores(exposedByStore(spreadOver(19)))).toBe(false);
    expect(standInManyStores(exposedByStore(spreadOver(25)))).toBe(true);
    expect(standInManyStores(exposedByStore(spreadOver(25, 0.3)))).toBe(false);
    expect(standInManyStores([])).toBe(false);
    expect(shiftError(spreadOver(19), "customer", 0.01)).toEqual({ by: "customer", clusters: 0, tau2: 0.01 });
    expect(shiftError(spreadOver(25), "store", 0.01)).toEqual({ by: "store", clusters: 25, tau2: 0 });
  });
});
