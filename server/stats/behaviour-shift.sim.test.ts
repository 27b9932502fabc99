import { describe, expect, it } from "vitest";
import { behaviourShifts } from "./behaviour-shift";
import { exposedByStore, type ShiftPerson, sumShifts } from "./behaviour-shift-draw";
import { gamma, normal, poisson, type Random, seededRandom } from "./random";
import { shiftError, standInManyStores } from "./shift-error";
import type { ShiftMetric } from "./shift-sums";

const RUNS = 1_000;
const METRICS: readonly ShiftMetric[] = ["occasions", "basket", "revenue", "refunds", "complaints"];
const TRUE_LOSS = 0.2;

interface Draw {
  exposed: boolean;
  stratum: number;
  cluster: number;
  /** Factor on the pace after day 0 that all of a store share. */
  weather: number;
}

/** A person of uneven pace and purse; the exposed come a fifth less often after day 0. Amounts are skewed. */
function person(random: Random, { exposed, stratum, cluster, weather }: Draw): ShiftPerson {
  const pace = (1 + stratum) * gamma(random, 2);
  const purse = 20 * Math.exp(0.5 * normal(random));
  const spend = (occasions: number) => (occasions > 0 ? (purse * gamma(random, 3 * occasions)) / 3 : 0);
  const before = poisson(random, pace);
  const after = poisson(random, pace * weather * (exposed ? 1 - TRUE_LOSS : 1));
  const [paid, pays] = [spend(before), spend(after)];
  const back = (occasions: number) => 8 * poisson(random, 0.2 * occasions);
  const complaints = (occasions: number) => poisson(random, 0.15 * occasions);
  const features = [before, after, paid, pays, back(before), back(after), complaints(before), complaints(after)];
  return { exposed, stratum, cluster, features };
}

/** By metric: what really shifted. Mean pace of the exposed 4, purse 20 exp(0.125). */
const basket = 20 * Math.exp(0.125);
const TRUTH: Record<ShiftMetric, number> = {
  ...{ occasions: -TRUE_LOSS * 4, basket: 0, revenue: -TRUE_LOSS * 4 * basket },
  ...{ refunds: -TRUE_LOSS * 4 * 8 * 0.2, complaints: -TRUE_LOSS * 4 * 0.15 },
};

function coverage(cohort: () => ShiftPerson[], by: "store" | "customer"): Record<string, number> {
  const covered: Record<string, number> = {};
  for (let run = 0; run < RUNS; run += 1) {
    const rows = sumShifts(cohort());
    expect(standInManyStores(exposedByStore(rows))).toBe(by === "store");
    const shiftOf = behaviourShifts(rows, shiftError(rows, by, 0));
    for (const metric of METRICS) {
      const shift = shiftOf(metric);
      if (shift.kind === "cannot say") throw new Error(`${metric}: ${shift.why}`);
      const inside = shift.lower <= TRUTH[metric] && TRUTH[metric] <= shift.upper;
      covered[metric] = (covered[metric] ?? 0) + (inside ? 1 / RUNS : 0);
    }
  }
  console.log(by, covered);
  return covered;
}

function within(covered: Record<string, number>): void {
  for (const metric of METRICS) {
    expect(covered[metric], metric).toBeGreaterThanOrEqual(0.93);
    expect(covered[metric], metric).toBeLessThanOrEqual(0.97);
  }
}

describe("difference-in-differences of 0.95, 1,000 cohorts with a fifth of the occasions lost", () => {
  it("200 exposed and 600 twins in two strata, no weather: covers in 93-97% by customer", () => {
    const random = seededRandom(20_261_123);
    const cohort = () =>
      [0, 1].flatMap((half) => [
        ...Array.from({ length: 100 }, () =>
          person(random, { exposed: true, stratum: 2 * half, cluster: 0, weather: 1 }),
        ),
        ...Array.from({ length: 200 + 200 * half }, () =>
          person(random, { exposed: false, stratum: 2 * half, cluster: 0, weather: 1 }),
        ),
      ]);
    within(coverage(cohort, "customer"));
  });

  it("24 shops that change and 24 that do not, each with weather of its own (10%): covers in 93-97% by store", () => {
    const random = seededRandom(20_261_124);
    const cohort = () =>
      Array.from({ length: 48 }, (_, cluster) => ({ cluster, weather: 1 + 0.1 * normal(random) })).flatMap((shop) =>
        Array.from({ length: 30 }, (_, i) =>
          person(random, { ...shop, exposed: shop.cluster < 24, stratum: i % 2 === 0 ? 0 : 2 }),
        ),
      );
    within(coverage(cohort, "store"));
  });
});
