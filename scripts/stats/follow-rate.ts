import { flagColumn, hasColumn, numberColumn, textColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { numberOption } from "@/scripts/stats/options";
import type { Table } from "@/scripts/stats/read-table";
import { followRate } from "@/server/stats/follow-rate";
import type { StratumCount } from "@/server/stats/merge-strata";
import { zOfLevel } from "@/server/stats/normal-quantile";

/**
 * One row a person: arm (1 = exposed, 0 = twin), stratum, returned (1 or 0); optional segment and bin say which strata are
 * neighbours (else all are, in order of name). `--level 0.95`, or `--z 2.9` for a curve that is read every week.
 */
export const followRateMethod: Method = {
  version: "1",
  options: ["level", "z"],
  run(table, options) {
    const level = numberOption(options, "level", 0, 1);
    const z = numberOption(options, "z", 0, 100) ?? (level === undefined ? undefined : zOfLevel(level));
    const result = followRate(count(table), z === undefined ? {} : { z });
    if (result.kind === "cannot say") {
      const { need, have, why } = result;
      return { n: table.rows, cannotSay: { need, have, why } };
    }
    const { interval, ...rest } = result;
    return { n: table.rows, ...rest, interval, kind: interval.kind };
  },
};

function count(table: Table): StratumCount[] {
  const arm = flagColumn(table, "arm", "exposed", "twin");
  const returned = flagColumn(table, "returned", "yes", "no");
  const stratum = textColumn(table, "stratum");
  const segment = hasColumn(table, "segment") ? textColumn(table, "segment") : null;
  const bin = hasColumn(table, "bin") ? numberColumn(table, "bin") : null;
  const counts = new Map<string, StratumCount>();
  stratum.forEach((name, i) => {
    const key = JSON.stringify([name, segment?.[i], bin?.[i]]);
    const row = counts.get(key) ?? { stratum: name, n1: 0, n0: 0, y1: 0, y0: 0, segment: segment?.[i], bin: bin?.[i] };
    counts.set(key, row);
    if (arm[i] === 1) {
      row.n1 += 1;
      row.y1 += returned[i] ?? 0;
    } else {
      row.n0 += 1;
      row.y0 += returned[i] ?? 0;
    }
  });
  return [...counts.values()];
}
