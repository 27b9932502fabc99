import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { type Slice, sliceShape } from "../schema";

/** ln e of one monitor at the end of a day; first returns seen, expected, and the variance of the difference. */
export interface MonitorAsOf {
  slice: Slice;
  /** The last day on which it moved. */
  day: string;
  down: number;
  up: number;
  observed: number;
  expected: number;
  variance: number;
  knownAt: Date;
}

/**
 * The monitors of a change's present revision as they stood at the end of `day`, as it is known now or was at `knownAt`. A monitor
 * that had not moved by then is missing: its e was 1.
 */
export async function monitorAsOf(
  scope: Scope,
  changeId: number,
  day: string,
  knownAt: Date | null = null,
): Promise<MonitorAsOf[]> {
  const rows = await scope.db.execute<Omit<MonitorAsOf, "slice" | "knownAt"> & { slice: string; known_at: string }>(sql`
    select m.slice, e.day::text as day, e.log_e_down as down, e.log_e_up as up, e.observed, e.expected, e.variance, e.known_at
    from change c
    join monitor m on m.workspace_id = c.workspace_id and m.change_id = c.id and m.revision = c.revision
    cross join lateral (
      select * from monitor_day d
      where d.workspace_id = ${scope.workspaceId} and d.monitor_id = m.id and d.day <= ${day}::date
        and d.known_at <= coalesce(${knownAt?.toISOString() ?? null}::timestamptz, 'infinity')
      order by d.day desc, d.known_at desc limit 1) e
    where c.workspace_id = ${scope.workspaceId} and c.id = ${changeId}::bigint
    order by m.slice`);
  return rows.map(({ known_at, slice, ...row }) => ({
    ...row,
    slice: sliceShape.parse(slice),
    knownAt: new Date(known_at),
  }));
}
