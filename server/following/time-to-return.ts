import { kaplanMeier } from "../stats/kaplan-meier";
import { logRank, type SurvivalRow } from "../stats/log-rank";
import { daysBetween } from "./days";
import { type Cohort, wavesOf } from "./open-cohort";
import type { ReturnGroup } from "./read-returns";
import type { PartsOf } from "./schema";

/** Kaplan-Meier medians of both arms and the stratified log-rank test: description only, the alarm is another matter. */
export function timeToReturn(cohort: Cohort, groups: readonly ReturnGroup[], through: string): PartsOf<"return_time"> {
  const observed = new Map(wavesOf(cohort).map(({ wave, day0 }) => [wave, daysBetween(day0, through) + 1]));
  const waveOf = new Map(cohort.strata.map(({ stratum, wave }) => [stratum, wave]));
  const rows = groups.flatMap(({ stratum, exposed, returned, censored, n }): SurvivalRow[] => {
    const end = censored ?? observed.get(waveOf.get(stratum) ?? -1) ?? 0;
    const row: SurvivalRow = {
      time: returned ?? end,
      event: returned === null ? 0 : 1,
      group: exposed ? "exposed" : "twin",
      stratum: String(stratum),
    };
    return new Array<SurvivalRow>(n).fill(row);
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
