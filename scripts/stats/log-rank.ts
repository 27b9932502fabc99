import { flagColumn, hasColumn, numberColumn, textColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { numberOption } from "@/scripts/stats/options";
import { Unusable } from "@/scripts/stats/unusable";
import { logRank, type SurvivalRow } from "@/server/stats/log-rank";

/** Columns time, event (1 or 0), group, optional stratum; `--rho 1` weighs by survival (Peto and Peto). */
export const logRankMethod: Method = {
  version: "1",
  options: ["rho"],
  run(table, options) {
    const time = numberColumn(table, "time");
    const event = flagColumn(table, "event", "event", "censored");
    const groups = textColumn(table, "group");
    const strata = hasColumn(table, "stratum") ? textColumn(table, "stratum") : null;
    if (new Set(groups).size < 2)
      throw new Unusable('The column "group" holds one group; the test compares at least two.');
    const rows = groups.map((group, i): SurvivalRow => {
      const row = { time: time[i] ?? 0, event: event[i] === 1 ? (1 as const) : (0 as const), group };
      return strata === null ? row : { ...row, stratum: strata[i] ?? "" };
    });
    return { ...logRank(rows, numberOption(options, "rho", -1, 10) ?? 0) };
  },
};
