import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { RoundCell } from "../../stats/monitor";
import type { Cohort } from "../cohort/open-cohort";
import { dayNumber } from "../days";

/** A cell of `stratum_day`: n1, d, o of the exposed and their twins on one day (a day number). */
export interface CountedCell extends RoundCell {
  part: 0 | 1;
  stratum: number;
  day: number;
}

/** First returns and rounds from the second on, in the order of days; `after` null = from `from` on. */
export async function readCells(
  scope: Scope,
  { changeId, revision }: Pick<Cohort, "changeId" | "revision">,
  { after, from, until }: { after: string | null; from: string; until: string },
): Promise<CountedCell[]> {
  const rows = await scope.db.execute<{
    part: 0 | 1;
    round: number;
    stratum: number;
    day: number;
    n1: number;
    n0: number;
    o: number;
    d: number;
  }>(sql`
    select part::int as part, round::int as round, stratum, day - date '1970-01-01' as day,
      risk_exposed as n1, risk_twin as n0, events_exposed as o, events_exposed + events_twin as d
    from stratum_day
    where workspace_id = ${scope.workspaceId} and change_id = ${changeId}::bigint and revision = ${revision}::int and round <> 1 and part <= 1
      and day between ${from}::date and ${until}::date and day > coalesce(${after}::date, '-infinity')
    order by day, part, round, stratum`);
  return [...rows];
}

/** Days (numbers) on which each monitor has evidence kept, by slice. */
export async function readKnownDays(
  scope: Scope,
  { changeId, revision }: Pick<Cohort, "changeId" | "revision">,
): Promise<Map<string, number[]>> {
  const rows = await scope.db.execute<{ slice: string; days: string[] }>(sql`
    select m.slice, array_agg(distinct d.day::text) as days
    from monitor m join monitor_day d on d.workspace_id = m.workspace_id and d.monitor_id = m.id
    where m.workspace_id = ${scope.workspaceId} and m.change_id = ${changeId}::bigint and m.revision = ${revision}::int
    group by m.slice`);
  return new Map(rows.map(({ slice, days }) => [slice, days.map(dayNumber)]));
}
