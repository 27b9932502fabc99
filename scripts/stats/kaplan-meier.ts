import { group } from "d3-array";
import { flagColumn, hasColumn, numberColumn, textColumn } from "@/scripts/stats/columns";
import type { Method } from "@/scripts/stats/method";
import { numberOption, type Options } from "@/scripts/stats/options";
import { Unusable } from "@/scripts/stats/unusable";
import { kaplanMeier, type SurvivalIntervalKind } from "@/server/stats/kaplan-meier";

const KINDS: readonly SurvivalIntervalKind[] = ["log", "log-log", "plain"];

/** Columns time, event (1 or 0), optional group; `--interval log|log-log|plain`, `--level 0.95`. */
export const kaplanMeierMethod: Method = {
  version: "1",
  options: ["interval", "level"],
  run(table, options) {
    const time = numberColumn(table, "time");
    const event = flagColumn(table, "event", "event", "censored");
    const names = hasColumn(table, "group") ? textColumn(table, "group") : null;
    const settings = { kind: readKind(options), level: numberOption(options, "level", 0, 1) };
    const rows = Array.from(time, (t, i) => ({ time: t, event: event[i] ?? 0, group: names?.[i] ?? "all" }));
    const groups = [...group(rows, (row) => row.group)]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, members]) => ({
        group: name,
        ...kaplanMeier(
          members.map((row) => row.time),
          members.map((row) => row.event),
          settings,
        ),
      }));
    return { n: rows.length, groups };
  },
};

function readKind(options: Options): SurvivalIntervalKind {
  const given = options.get("interval") ?? "log";
  const kind = KINDS.find((known) => known === given);
  if (kind === undefined)
    throw new Unusable(`The option --interval is "${given}", which is not one of ${KINDS.join(", ")}.`);
  return kind;
}
