import { group } from "d3-array";
import { describe, expect, it } from "vitest";
import { returnProbability } from "./bg-nbd-predict";
import { type PowerStratum, powerOf } from "./power";
import { seededRandom } from "./random";
import { safeLogRank } from "./safe-log-rank";
import { followCohort, type SimulatedCohort, simulateCohort } from "./simulated-cohort";
import { type SimulatedRetailer, simulateRetailer } from "./simulated-retailer";
import { stratumDays } from "./stratum-days";

const WEEKS = 26;
const RUNS = 400;
/** Cohorts drawn from one simulated retailer. */
const COHORTS = 4;

/** What is known before the change: numbers by stratum, and the fitted model's mean return curve. */
function strataOf({ exposed, twins }: SimulatedCohort, { fitted }: SimulatedRetailer): PowerStratum[] {
  const key = ({ segment, bin }: { segment: string; bin: number }) => `${segment}/${bin}`;
  const others = group(twins, key);
  return [...group(exposed, key)].map(([name, members]) => {
    const all = [...members, ...(others.get(name) ?? [])].map(({ customer }) => customer);
    const silent = Float64Array.from(
      { length: WEEKS + 1 },
      (_, u) => all.reduce((sum, { x, tx, T }) => sum + 1 - returnProbability(fitted, x, tx, T, 7 * u), 0) / all.length,
    );
    return { exposed: members.length, twins: all.length - members.length, silent };
  });
}

describe("some of 400 lost on day 0, first returns at a threshold of 20: foreseen against a full simulation", () => {
  it.each([
    ["3 weeks", { r: 2, alpha: 42, a: 0.6, b: 8 }, 0.2],
    ["6 weeks", { r: 2, alpha: 84, a: 0.6, b: 6 }, 0.2],
    ["6 weeks", { r: 2, alpha: 84, a: 0.6, b: 6 }, 0.1],
  ])(
    "mean gap %s of %o, share lost %d: power within 3 points + 1.96 se, median delay within 0.8 weeks, or an eighth of one over 6.4",
    (name, truth, loss) => {
      const random = seededRandom(20_261_122);
      const weeks: number[] = [];
      const foreseen: { power: number; medianWeeks: number }[] = [];
      for (let retail = 0; retail < RUNS / COHORTS; retail += 1) {
        const retailer = simulateRetailer(random, truth, 4_000);
        for (let i = 0; i < COHORTS; i += 1) {
          const cohort = simulateCohort(random, retailer.eligible, 400);
          const people = followCohort(random, cohort, 7 * WEEKS, loss);
          const { alarmTime } = safeLogRank(stratumDays(people), { threshold: 20 });
          if (alarmTime !== null) weeks.push((alarmTime + 1) / 7);
          if (i > 0) continue;
          const { power, medianWeeks } = powerOf(strataOf(cohort, retailer), loss, {
            weeks: WEEKS,
            threshold: 20,
            seed: retail,
          });
          foreseen.push({ power, medianWeeks: medianWeeks ?? Number.NaN });
        }
      }
      const mean = (of: (row: { power: number; medianWeeks: number }) => number) =>
        foreseen.reduce((sum, row) => sum + of(row), 0) / foreseen.length;
      const found = weeks.length / RUNS;
      const delay = weeks.toSorted((left, right) => left - right)[weeks.length >> 1] ?? Number.NaN;
      const power = mean((row) => row.power);
      console.log(
        `${name}, ${loss} lost: found ${found} at ${delay.toFixed(2)} weeks, foreseen ${power.toFixed(4)} at ${mean((row) => row.medianWeeks).toFixed(2)}`,
      );
      expect(Math.abs(power - found)).toBeLessThan(0.03 + 1.96 * Math.sqrt((found * (1 - found)) / RUNS));
      expect(Math.abs(mean((row) => row.medianWeeks) - delay)).toBeLessThan(Math.max(0.8, delay / 8));
    },
  );
});
