import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import { addDays, dayNumber, dayOf } from "../days";
import type { PartsOf } from "../schema";
import type { Moved, StratumPath } from "./read-returns";

/** Weeks kept for the lane of home. */
const WEEKS = 26;

type Week = PartsOf<"weeks">["weeks"][number];

/**
 * Per ISO week since day 0: exposed people who came, and how many would have at their twins' rate, stratum by stratum (those
 * without twins left out). The weeks of day 0 and of `through` may be partial. From what was counted (`paths`: who was under
 * watch); nobody is looked up.
 */
export async function readWeeks(
  scope: Scope,
  { change }: ChangeRule,
  { day0, through, paths }: { day0: string; through: string; paths: readonly StratumPath[] },
): Promise<PartsOf<"weeks">> {
  const from = mondayOf([day0, addDays(through, -7 * WEEKS)].sort()[1] ?? day0);
  const rows = await scope.db.execute<{ stratum: number; weeks: [week: string, exposed: number, twins: number][] }>(sql`
    select stratum, json_agg(json_build_array(week, exposed, twins)) as weeks from stratum_week
    where workspace_id = ${scope.workspaceId} and change_id = ${change.id} and revision = ${change.revision}
      and week between ${from}::date and ${through}::date
    group by stratum`);
  const came = new Map(
    rows.map(({ stratum, weeks }) => [stratum, new Map(weeks.map(([week, y1, y0]) => [week, { y1, y0 }]))]),
  );
  const weeks: Week[] = [];
  for (let week = from; week <= through; week = addDays(week, 7)) {
    const until = [addDays(week, 6), through].sort()[0] ?? through;
    const sums = { observed: 0, expected: 0, exposed: 0 };
    for (const { stratum, watch } of paths) {
      const { n1, n0 } = underWatch(watch, until);
      if (n1 <= 0 || n0 <= 0) continue;
      const { y1, y0 } = came.get(stratum)?.get(week) ?? { y1: 0, y0: 0 };
      sums.observed += y1;
      sums.expected += (n1 * y0) / n0;
      sums.exposed += n1;
    }
    if (sums.exposed > 0) weeks.push({ week, ...sums });
  }
  return { weeks };
}

function underWatch(watch: readonly Moved[], until: string): { n1: number; n0: number } {
  let [n1, n0] = [0, 0];
  for (const { day, exposed, twins } of watch) {
    if (day > until) break;
    n1 += exposed;
    n0 += twins;
  }
  return { n1, n0 };
}

/** 1 January 1970 was a Thursday. */
function mondayOf(day: string): string {
  const number = dayNumber(day);
  return dayOf(number - ((((number + 3) % 7) + 7) % 7));
}
