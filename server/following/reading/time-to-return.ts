import { rollup, sum } from "d3-array";
import { logRank, type SurvivalRow } from "../../stats/log-rank";
import { type Cohort, wavesOf } from "../cohort/open-cohort";
import { frozenOf } from "../counting/splits";
import { daysBetween } from "../days";
import type { PartsOf } from "../schema";
import type { StratumPath } from "./read-returns";

/** Kaplan-Meier medians of both arms and the stratified log-rank test: description only, the alarm is another matter. */
export function timeToReturn(cohort: Cohort, paths: readonly StratumPath[], through: string): PartsOf<"return_time"> {
  const day0Of = new Map(wavesOf(cohort).map(({ wave, day0 }) => [wave, day0]));
  const waveOf = new Map(cohort.strata.map(({ stratum, wave }) => [stratum, wave]));
  const rows = paths.flatMap((path) => {
    const day0 = day0Of.get(waveOf.get(frozenOf(path.stratum)) ?? -1);
    return day0 === undefined
      ? []
      : (["exposed", "twins"] as const).flatMap((arm) => armOf(path, arm, { day0, through }));
  });
  const median = (group: string) => medianOf(rows.filter((row) => row.group === group));
  const { chiSquare, df, p } = logRank(rows);
  return { medianExposed: median("exposed"), medianTwins: median("twin"), logRank: { chiSquare, df, p } };
}

/**
 * When the Kaplan-Meier curve comes to 0.5, between two steps where it stays at exactly that; null where it stays above.
 * As stats/kaplan-meier.ts, on counts.
 */
export function medianOf(rows: readonly SurvivalRow[]): number | null {
  const people = (row: SurvivalRow) => row.count ?? 1;
  const times = rollup(
    rows,
    (own) => ({ events: sum(own, (row) => row.event * people(row)), gone: sum(own, people) }),
    ({ time }) => time,
  );
  let atRisk = sum(rows, people);
  let survival = 1;
  let half: number | null = null;
  for (const [time, { events, gone }] of [...times].sort(([left], [right]) => left - right)) {
    survival *= 1 - events / atRisk;
    atRisk -= gone;
    if (half !== null && events > 0) return (half + time) / 2;
    if (Math.abs(survival - 0.5) < 1e-12) half ??= time;
    else if (survival < 0.5) return time;
  }
  return half;
}

/** Rows of people of one arm of a stratum: the day of the first return, of going out of watch, or the days watched so far. */
function armOf(
  { stratum, watch, came, gone }: StratumPath,
  arm: "exposed" | "twins",
  { day0, through }: { day0: string; through: string },
): SurvivalRow[] {
  const group = arm === "exposed" ? "exposed" : "twin";
  const people = (time: number, event: 0 | 1, count: number): SurvivalRow[] =>
    count > 0 ? [{ time, event, group, stratum: String(stratum), count }] : [];
  const returned = (came.get(0) ?? []).flatMap((row) => people(daysBetween(day0, row.day), 1, row[arm]));
  const left = (gone.get(0) ?? []).flatMap((row) => people(daysBetween(day0, row.day), 0, -row[arm]));
  const began = sum(watch, (row) => Math.max(0, row[arm]));
  const over = sum([...returned, ...left], (row) => row.count ?? 1);
  return [...returned, ...left, ...people(daysBetween(day0, through) + 1, 0, began - over)];
}
