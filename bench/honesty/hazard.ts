import {
  advanceHazardSequence,
  type HazardSequenceState,
  hazardRatioOf,
  startHazardSequence,
} from "@/server/stats/hazard-sequence";
import { seededRandom } from "@/server/stats/random";
import type { DayCell } from "@/server/stats/safe-log-rank";
import { type Counts, eachCell, follow, LEAST_ROUND, UNTOUCHED, YEAR } from "./follow";
import type { People } from "./people";
import { followOnce, libraryOf } from "./run-scenario";
import { SCENARIOS } from "./scenarios";
import { CALM, drawWeather } from "./weather";

/** Years in which the average hazard ratio's 95% sequence holds a value on every day, and on the last. */
export interface HazardCover {
  name: string;
  seed: number;
  runs: number;
  truth: number;
  everyDay: number;
  lastDay: number;
}

export const HAZARD = { seed: 20_261_600, runs: 200, pace: 0.8, rate: 1 / 21 };

/**
 * Proportional hazards: people alike, the exposed at 0.8 of the pace; the truth is the daily odds ratio. Without: the cohorts of
 * the bench; there is no true value, and in its place stands the year's average, pooled over all runs.
 */
export function runHazard(): HazardCover[] {
  const random = seededRandom(HAZARD.seed);
  const alike = peopleAlike();
  const slow = () => {
    const world = {
      store: new Int32Array(alike.count),
      weather: drawWeather(random, { ...CALM, stores: 1 }, 0, 0),
      fate: (i: number) => (alike.exposed[i] === 1 ? { ...UNTOUCHED, pace: HAZARD.pace } : UNTOUCHED),
    };
    return { counts: follow(random, alike, world), people: alike };
  };
  const odds = Math.expm1(HAZARD.pace * HAZARD.rate) / Math.expm1(HAZARD.rate);
  const others = ["nothing happens", "20% lost at once", "20% lost in weeks 3-10"].flatMap((name) => {
    const scenario = SCENARIOS.find((one) => one.name === name && one.gap === "3 weeks");
    if (scenario === undefined) return [];
    const { cohorts } = libraryOf(scenario);
    const draw = () => {
      const people = cohorts[Math.floor(random() * cohorts.length)] ?? alike;
      return { counts: followOnce(random, scenario, people, 0, false), people };
    };
    return [coverOf(`${name}, mean gap 3 weeks`, draw, name === "nothing happens" ? 1 : null)];
  });
  return [coverOf("people alike at 0.8 of the pace (proportional hazards)", slow, odds), ...others];
}

function coverOf(name: string, draw: () => { counts: Counts; people: People }, truth: number | null): HazardCover {
  let pooled = startHazardSequence();
  const years = Array.from({ length: HAZARD.runs }, () => {
    const bands: Band[] = [];
    let state = startHazardSequence();
    for (const cells of firstReturns(draw())) {
      if (cells.length === 0) continue;
      state = advanceHazardSequence(state, cells);
      bands.push(bandOf(state));
    }
    pooled = { logL: pooled.logL.map((value, k) => value + (state.logL[k] ?? 0)) };
    return bands;
  });
  const all = hazardRatioOf(pooled);
  const value = truth ?? (all.kind === "average hazard ratio" ? all.value : Number.NaN);
  const holds = ({ lower, upper }: Band) => lower <= value && value <= upper;
  return {
    ...{ name, seed: HAZARD.seed, runs: HAZARD.runs, truth: value },
    everyDay: years.filter((bands) => bands.every(holds)).length,
    lastDay: years.filter((bands) => bands.slice(-1).every(holds)).length,
  };
}

interface Band {
  lower: number;
  upper: number;
}

function bandOf(state: HazardSequenceState): Band {
  const read = hazardRatioOf(state);
  return read.kind === "average hazard ratio" ? read.interval : { lower: 0, upper: Number.POSITIVE_INFINITY };
}

/** Cells of first returns, by day. */
function firstReturns({ counts, people }: { counts: Counts; people: People }): DayCell[][] {
  const days: DayCell[][] = Array.from({ length: YEAR }, () => []);
  eachCell(counts, people, (round, _, day, n1, n0, d, o) => {
    if (round === 0) days[day]?.push({ n1, n0, d, o });
  });
  return days;
}

/** 400 exposed and 2,000 twins who come at one rate and never leave. */
function peopleAlike(): People {
  const [exposed, twins] = [400, 2000];
  const count = exposed + twins;
  return {
    count,
    exposed: Uint8Array.from({ length: count }, (_, i) => (i < exposed ? 1 : 0)),
    stratum: new Int32Array(count),
    set: Int32Array.from({ length: count }, (_, i) => i % exposed),
    rate: new Float64Array(count).fill(HAZARD.rate),
    leave: new Float64Array(count),
    alive: new Uint8Array(count).fill(1),
    strata: [{ segment: "regulars", bin: 0, exposed, twins, offset: 0 }],
    roundDays: LEAST_ROUND,
  };
}
