import { kaplanMeier } from "../stats/kaplan-meier";
import { logRank, type SurvivalRow } from "../stats/log-rank";
import { daysBetween } from "./days";
import { type Cohort, wavesOf } from "./open-cohort";
import type { StratumPath } from "./read-returns";
import type { PartsOf } from "./schema";

/** Kaplan-Meier medians of both arms and the stratified log-rank test: description only, the alarm is another matter. */
export function timeToReturn(cohort: Cohort, paths: readonly StratumPath[], through: string): PartsOf<"return_time"> {
  const day0Of = new Map(wavesOf(cohort).map(({ wave, day0 }) => [wave, day0]));
  const waveOf = new Map(cohort.strata.map(({ stratum, wave }) => [stratum, wave]));
  const rows = paths.flatMap((path) => {
    const day0 = day0Of.get(waveOf.get(path.stratum) ?? -1);
    return day0 === undefined
      ? []
      : (["exposed", "twins"] as const).flatMap((arm) => armOf(path, arm, { day0, through }));
  });
  const median = (group: string) => {
    const own = rows.filter((row) => row.group === group);
    return kaplanMeier(
      own.map((row) => row.time),
      own.map((row) => row.event),
    ).median;
  };
  const { chiSquare, df, p } = logRank(rows);
  return { medianExposed: median("exposed"), medianTwins: median("twin"), logRank: { chiSquare, df, p } };
}

/** One row a person of one arm of a stratum: the day of the first return, of going out of watch, or the days watched so far. */
function armOf(
  { stratum, watch, came, gone }: StratumPath,
  arm: "exposed" | "twins",
  { day0, through }: { day0: string; through: string },
): SurvivalRow[] {
  const group = arm === "exposed" ? "exposed" : "twin";
  const people = (time: number, event: 0 | 1, n: number) =>
    new Array<SurvivalRow>(Math.max(0, n)).fill({ time, event, group, stratum: String(stratum) });
  const returned = (came.get(0) ?? []).flatMap((row) => people(daysBetween(day0, row.day), 1, row[arm]));
  const left = (gone.get(0) ?? []).flatMap((row) => people(daysBetween(day0, row.day), 0, -row[arm]));
  const began = watch.reduce((sum, row) => sum + Math.max(0, row[arm]), 0);
  const rest = people(daysBetween(day0, through) + 1, 0, began - returned.length - left.length);
  return [...returned, ...left, ...rest];
}
