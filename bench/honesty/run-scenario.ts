import { type FollowRate, followRate } from "@/server/stats/follow-rate";
import type { StratumCount } from "@/server/stats/merge-strata";
import { type Random, seededRandom } from "@/server/stats/random";
import { sumDays } from "./day-sums";
import { type Counts, follow, place, roundsOf, UNTOUCHED, YEAR } from "./follow";
import { drawCohorts, type People, staggered } from "./people";
import { calibrateOn, type PlaceboWeeks, placeboLengths, sumWeeks, THREE_YEARS } from "./placebos";
import type { Scenario } from "./scenarios";
import { type FirstAlarms, firstAlarms } from "./watch";
import { CALM, drawWeather } from "./weather";

/** Alarms of one way to read the evidence, over all runs: days from day 0, -1 = none. */
export interface Alarms {
  down: number[];
  up: number[];
}

export interface Outcome {
  runs: number;
  calibrated: Alarms;
  uncalibrated: Alarms;
  /** Rounds of the year whose interval (1.96) holds the truth, and runs in which all bands (2.9) do; where the truth is known. */
  rounds: { read: number; covered: number };
  years: { read: number; covered: number };
}

/** Cohorts and placebo follow-ups that the runs share; each run draws its own people's fates, weather and placebos. */
const LIBRARY = { seed: 20_260_900, placebos: 20_260_950, retailers: 16, cohortsEach: 15, placebosPerPhase: 120 };
const PHASES = 4;
/** One change: listed from 1/alpha. */
const THRESHOLD = 20;

export function runScenario(scenario: Scenario, runs: number): Outcome {
  const { cohorts, placebos } = libraryOf(scenario);
  const random = seededRandom(scenario.seed);
  const alarms = (): Alarms => ({ down: [], up: [] });
  const outcome: Outcome = {
    runs,
    calibrated: alarms(),
    uncalibrated: alarms(),
    rounds: { read: 0, covered: 0 },
    years: { read: 0, covered: 0 },
  };
  const drawn = { lengths: placeboLengths(scenario.history ?? THREE_YEARS), borrow: scenario.borrow === true };
  for (let run = 0; run < runs; run += 1) {
    const people = cohorts[Math.floor(random() * cohorts.length)];
    if (people === undefined) continue;
    const counts = followOnce(random, scenario, people, 0, false);
    const sums = sumDays(counts, people);
    const asked = { threshold: THRESHOLD, alone: scenario.alone };
    note(outcome.calibrated, firstAlarms(sums, calibrateOn(random, placebos, { ...drawn, people }), asked));
    note(outcome.uncalibrated, firstAlarms(sums, null, asked));
    const truth = truthOf(scenario);
    if (truth !== null) cover(outcome, counts, people, truth);
  }
  return outcome;
}

interface Library {
  cohorts: People[];
  placebos: PlaceboWeeks[][];
}

/** The latest one: tens of megabytes. */
const libraries = new Map<string, Library>();

/** Scenarios that differ in what happens only share their cohorts and placebos: each has a seed from its own making. */
export function libraryOf(scenario: Scenario): Library {
  const key = JSON.stringify({
    ...scenario,
    name: "",
    truth: "",
    seed: 0,
    split: false,
    alone: "",
    borrow: false,
    history: 0,
    lean: `${scenario.lean ?? 0}`,
    identified: `${scenario.identified}`,
  });
  const known = libraries.get(key);
  if (known !== undefined) return known;
  const cohorts = cohortsOf(scenario);
  const made = {
    cohorts,
    placebos: drawPlacebos(seededRandom(LIBRARY.placebos + scenario.gap.charCodeAt(0)), scenario, cohorts),
  };
  libraries.clear();
  libraries.set(key, made);
  return made;
}

const drawnCohorts = new Map<string, People[]>();

function cohortsOf({ gap, exposed, lean, identified, offsets }: Scenario): People[] {
  const key = JSON.stringify([gap, exposed, `${lean ?? 0}`, `${identified}`, offsets]);
  const known = drawnCohorts.get(key);
  if (known !== undefined) return known;
  const random = seededRandom(LIBRARY.seed + gap.charCodeAt(0));
  const kind = {
    gap,
    exposed: exposed ?? 400,
    lean: lean ?? 0,
    retailers: exposed === undefined ? LIBRARY.retailers : 6,
    cohortsEach: LIBRARY.cohortsEach,
    ...(identified === undefined ? {} : { identified }),
  };
  const cohorts = offsets === undefined ? drawCohorts(random, kind) : staggered(random, kind, offsets);
  drawnCohorts.set(key, cohorts);
  return cohorts;
}

function note(alarms: Alarms, { down, up }: FirstAlarms): void {
  alarms.down.push(down ?? -1);
  alarms.up.push(up ?? -1);
}

/** The follow rate of every round, where it is the same in all and nothing else moves the arms. */
function truthOf({ name, offsets }: Scenario): number | null {
  if (offsets !== undefined) return null;
  if (name === "nothing happens") return 1;
  return name === "20% lost at once" ? 0.8 : null;
}

/** Placebos of the same making and weather with no fate; by phase of the season where it matters. */
function drawPlacebos(random: Random, scenario: Scenario, cohorts: readonly People[]): PlaceboWeeks[][] {
  const count = (scenario.phases === true ? 1 : PHASES) * LIBRARY.placebosPerPhase;
  const phases = scenario.phases === true ? [1, 2, 3, 4].map((i) => ((PHASES - i) * YEAR) / PHASES) : [0];
  return phases.map((phase) =>
    Array.from({ length: count }, () => {
      const people = cohorts[Math.floor(random() * cohorts.length)];
      if (people === undefined) throw new Error("No cohort was drawn.");
      return sumWeeks(sumDays(followOnce(random, scenario, people, phase, true), people));
    }),
  );
}

export function followOnce(
  random: Random,
  scenario: Scenario,
  people: People,
  phase: number,
  placebo: boolean,
): Counts {
  const climate = scenario.climate ?? CALM;
  const changed = scenario.changed ?? 1;
  const others = climate.stores - changed;
  const store = Int32Array.from({ length: people.count }, (_, i) =>
    people.exposed[i] === 1 ? Math.floor(random() * changed) : changed + Math.floor(random() * others),
  );
  const hit = new Set<number>();
  for (let i = 0; scenario.gapDays !== undefined && i < people.count; i += 1) {
    if (store[i] === 0) hit.add(people.set[i] ?? 0);
  }
  const { fate } = scenario;
  return follow(random, people, {
    store,
    weather: drawWeather(random, climate, changed, phase),
    fate: (i) => (placebo || fate === undefined ? UNTOUCHED : fate({ random, people, i, store, hit })),
    split: scenario.split === true && !placebo,
  });
}

function cover(outcome: Outcome, counts: Counts, people: People, truth: number): void {
  let all = true;
  for (let round = 1; round <= roundsOf(people); round += 1) {
    const strata = countRound(counts, people, round);
    const rate = followRate(strata);
    if (rate.kind === "cannot say" || !rate.shown) continue;
    outcome.rounds.read += 1;
    if (holds(rate, truth)) outcome.rounds.covered += 1;
    const band = followRate(strata, { z: 2.9 });
    if (band.kind === "follow rate" && !holds(band, truth)) all = false;
  }
  outcome.years.read += 1;
  if (all) outcome.years.covered += 1;
}

function holds({ interval }: FollowRate, truth: number): boolean {
  return interval.lower <= truth && truth <= interval.upper;
}

/** Who was under watch at the round's beginning, and who came in it, by stratum. */
export function countRound(counts: Counts, people: People, round: number): StratumCount[] {
  const from = (round - 1) * people.roundDays;
  return people.strata.map(({ segment, bin }, stratum) => {
    const came = (arm: number) => {
      const base = place(counts, 1, stratum, arm);
      let [n, y] = [0, 0];
      for (let day = 0; day <= from; day += 1) n += counts.risk[base + day] ?? 0;
      for (let day = from; day < from + people.roundDays; day += 1) y += counts.events[base + day] ?? 0;
      return { n, y };
    };
    const [twins, exposed] = [came(0), came(1)];
    return { stratum, segment, bin, n1: exposed.n, n0: twins.n, y1: exposed.y, y0: twins.y };
  });
}
