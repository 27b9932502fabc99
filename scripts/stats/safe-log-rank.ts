import { flagColumn, hasColumn, numberColumn, textColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { numberOption } from "@/scripts/stats/options";
import { ROUND_OPTIONS, runRounds } from "@/scripts/stats/rounds";
import { averageHazardRatio } from "@/server/stats/average-hazard-ratio";
import { type StratumDay, safeLogRank } from "@/server/stats/safe-log-rank";
import { stratumDays } from "@/server/stats/stratum-days";

/**
 * One row a person: time (days to the first return or to the end of watching), event (1 or 0), arm (1 = exposed, 0 = twin), stratum.
 * `--alpha 0.05`: the alarm for first returns has half of it, so its threshold is 2/alpha = 40.
 * With a column `round` (0 = first returns) it is the alarm in full: rounds.ts.
 */
export const safeLogRankMethod: Method = {
  version: "1",
  options: ["alpha", ...ROUND_OPTIONS],
  run(table, options) {
    const alpha = numberOption(options, "alpha", 0, 1) ?? 0.05;
    const time = numberColumn(table, "time");
    const event = flagColumn(table, "event", "event", "censored");
    const arm = flagColumn(table, "arm", "exposed", "twin");
    const people = textColumn(table, "stratum").map((stratum, i) => {
      const returned = event[i] === 1 ? (1 as const) : (0 as const);
      return { time: time[i] ?? 0, event: returned, exposed: arm[i] === 1, stratum };
    });
    const inRounds = hasColumn(table, "round");
    const first = inRounds ? numberColumn(table, "round", { whole: true, max: 52 }) : null;
    const days = stratumDays(first === null ? people : people.filter((_, i) => first[i] === 0));
    const test = inRounds ? runRounds(table, people, alpha, options) : firstReturns(days, alpha);
    const ratio = averageHazardRatio(days, 1 - alpha);
    const model =
      ratio.kind === "cannot say"
        ? { hazardRatio: null, interval: null }
        : { hazardRatio: ratio.value, interval: ratio.interval, label: ratio.label };
    return { n: people.length, ...test, ...model };
  },
};

function firstReturns(days: StratumDay[], alpha: number) {
  const { state: _, ...test } = safeLogRank(days, { threshold: 2 / alpha });
  return test;
}
