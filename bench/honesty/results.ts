import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { HazardCover } from "./hazard";
import type { Lists } from "./lists";
import type { Alarms, Outcome } from "./run-scenario";
import { label, SCENARIOS, type Scenario } from "./scenarios";

/** One scenario's figures as they are kept: counts, so that every share carries its own binomial error. */
export interface Figures {
  seed: number;
  /** Which rules of calibration it was run under; absent = 1. */
  rule?: number;
  runs: number;
  calibrated: Shares;
  uncalibrated: Shares;
  rounds: Outcome["rounds"];
  years: Outcome["years"];
}

interface Shares {
  down: number;
  up: number;
  /** Median days from day 0 to the alarm down, of the runs that have one. */
  medianDays: number | null;
}

const file = fileURLToPath(new URL("results.json", import.meta.url));

export const FULL_RUNS = 1000;

/** 4: twice as many cohorts and placebos to draw from. 3: rounds of the product's own length, weights of the starts, the third moment. 2: placebos as long as the product follows them, those of V < 10 left out, slices without their own borrow. 1: 26, 39, 52 ... weeks. */
export const RULE = 4;

export function figuresOf({ seed }: Scenario, outcome: Outcome): Figures {
  const { runs, rounds, years } = outcome;
  return {
    seed,
    rule: RULE,
    runs,
    calibrated: shares(outcome.calibrated),
    uncalibrated: shares(outcome.uncalibrated),
    rounds,
    years,
  };
}

function shares({ down, up }: Alarms): Shares {
  const days = down.filter((day) => day >= 0).sort((left, right) => left - right);
  return { down: days.length, up: up.filter((day) => day >= 0).length, medianDays: days[days.length >> 1] ?? null };
}

/** Results of full runs, by scenario. */
export function readResults(): Map<string, Figures> {
  if (!existsSync(file)) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Figures>));
}

const listsFile = fileURLToPath(new URL("lists.json", import.meta.url));

export function readLists(): Lists | null {
  return existsSync(listsFile) ? (JSON.parse(readFileSync(listsFile, "utf8")) as Lists) : null;
}

export function keepLists(lists: Lists): void {
  writeFileSync(listsFile, `${JSON.stringify(lists, null, 2)}\n`);
}

const hazardFile = fileURLToPath(new URL("hazard.json", import.meta.url));

export function readHazard(): HazardCover[] {
  return existsSync(hazardFile) ? (JSON.parse(readFileSync(hazardFile, "utf8")) as HazardCover[]) : [];
}

export function keepHazard(covers: readonly HazardCover[]): void {
  writeFileSync(hazardFile, `${JSON.stringify(covers, null, 2)}\n`);
}

export function keepResult(scenario: Scenario, figures: Figures): void {
  const all = readResults().set(label(scenario), figures);
  const ordered = SCENARIOS.flatMap((one) => {
    const own = all.get(label(one));
    return own === undefined ? [] : [[label(one), own] as const];
  });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`);
}
