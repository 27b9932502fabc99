import { describe, expect, it } from "vitest";
import { sumDays } from "@/bench/honesty/day-sums";
import { eachCell, roundsOf, YEAR } from "@/bench/honesty/follow";
import { drawCohorts } from "@/bench/honesty/people";
import { followOnce, runScenario } from "@/bench/honesty/run-scenario";
import { label, SCENARIOS } from "@/bench/honesty/scenarios";
import { firstAlarms, watch } from "@/bench/honesty/watch";
import { advanceMonitor, evidenceOf, type RoundCell, startMonitor } from "@/server/stats/monitor";
import { calibrate } from "@/server/stats/placebo-calibration";
import { seededRandom } from "@/server/stats/random";

const RUNS = 120;
/** A bound promised, and 1.65 standard errors of so many runs. */
const atMost = (promise: number) => promise + 1.65 * Math.sqrt((promise * (1 - promise)) / RUNS);
const atLeast = (promise: number) => promise - 1.65 * Math.sqrt((promise * (1 - promise)) / RUNS);

const share = (days: readonly number[]) => days.filter((day) => day >= 0).length / days.length;
const named = (words: string) => SCENARIOS.filter((scenario) => label(scenario).startsWith(words));

describe("the honesty bench in short: all parts together, read every day for a year", () => {
  it.each(named("nothing happens"))(
    "$name, mean gap $gap: on a list in at most 5% of the years, each direction",
    (scenario) => {
      const { calibrated } = runScenario(scenario, RUNS);
      expect(share(calibrated.down)).toBeLessThanOrEqual(atMost(0.05));
      expect(share(calibrated.up)).toBeLessThanOrEqual(atMost(0.05));
    },
  );

  it.each(named("20% lost at once"))("$name, mean gap $gap: found in at least 93%", (scenario) => {
    expect(share(runScenario(scenario, RUNS).calibrated.down)).toBeGreaterThanOrEqual(atLeast(0.93));
  });

  it.each(named("20% lost in weeks 3-10"))("$name, mean gap $gap: found in at least 90%", (scenario) => {
    expect(share(runScenario(scenario, RUNS).calibrated.down)).toBeGreaterThanOrEqual(atLeast(0.9));
  });

  it("the bench's fast monitors equal stats/monitor.ts every day of a year, of all and of a segment", () => {
    const scenario = named("20% lost in weeks 3-10")[1];
    if (scenario === undefined) throw new Error("No such scenario.");
    const random = seededRandom(3);
    const [people] = drawCohorts(random, { gap: "3 weeks", exposed: 400, lean: 0, retailers: 1, cohortsEach: 1 });
    if (people === undefined) throw new Error("No cohort.");
    const counts = followOnce(random, scenario, people, 0, false);
    const days: (RoundCell & { segment: string })[][] = Array.from({ length: YEAR }, () => []);
    eachCell(counts, people, (round, stratum, day, n1, n0, d, o) => {
      days[day]?.push({ round, n1, n0, d, o, segment: people.strata[stratum]?.segment ?? "" });
    });
    const none = calibrate([]);
    const calibration = { first: { ...none, m: 0.02, sigma2: 0.01 }, rounds: { ...none, m: -0.01, sigma2: 0.02 } };
    const sums = sumDays(counts, people);
    const calibrations = new Map(["all", "regulars"].map((name) => [name, calibration]));
    const path = watch(sums, calibrations);
    for (const direction of ["down", "up"] as const) {
      for (const threshold of [1.5, 2, 5, 20]) {
        const first = path[direction].findIndex((logE) => logE >= Math.log(threshold));
        const found = firstAlarms(sums, calibrations, { threshold })[direction];
        expect(found).toBe(first < 0 ? null : first);
      }
    }
    for (const name of ["all", "regulars"]) {
      const slice = path.slices.find((one) => one.name === name);
      const { roundDays } = people;
      let state = startMonitor({ day0: 0, roundDays, rounds: roundsOf(people), calibration });
      days.forEach((cells, day) => {
        state = advanceMonitor(state, day, name === "all" ? cells : cells.filter(({ segment }) => segment === name));
        expect(evidenceOf(state).down).toBeCloseTo(slice?.down[day] ?? Number.NaN, 8);
        expect(evidenceOf(state).up).toBeCloseTo(slice?.up[day] ?? Number.NaN, 8);
      });
    }
  });
});
