import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** How far a source reaches, against what was agreed or, where nothing was, its own habit. */
export interface SourceState {
  sourceId: number;
  name: string;
  deliveries: number;
  /** The last day it is complete through; where that is not known, the last day it brought. */
  through: string | null;
  /** Days between two deliveries: agreed, or the median of its last 12 steps; null = not known yet. */
  every: number | null;
  agreed: boolean;
  /** Days from `through` to today. */
  behind: number | null;
  late: boolean;
}

/**
 * Sources with a delivery, by name. Late: further behind than agreed, or than twice its habit (at least 2 days). Days are those of
 * the data, not of the clock on the wall: a delivery is as late as its last day is old.
 */
export async function readSources({ db, workspaceId, today }: Scope): Promise<SourceState[]> {
  const rows = await db.execute<{
    id: string;
    name: string;
    deliveries: number;
    through: string | null;
    agreed: number | null;
    habit: number | null;
    behind: number | null;
  }>(sql`
    with delivery as (
      select source_id, kind, coalesce(complete_through, last_day - 1) as day
      from import_batch where workspace_id = ${workspaceId} and state = 'done' and last_day is not null
    ),
    step as (
      select source_id, day, day - lag(day) over (partition by source_id, kind order by day) as days from delivery
    ),
    recent as (
      select source_id, days, row_number() over (partition by source_id order by day desc) as nth from step where days > 0
    ),
    habit as (
      select source_id, percentile_cont(0.5) within group (order by days) as days from recent
      where nth <= 12 group by source_id having count(*) >= 3
    ),
    reached as (
      select source_id, count(*)::int as deliveries, max(day) as day from delivery where day <= ${today}::date group by source_id
    )
    select s.id, s.name, r.deliveries, least(coalesce(s.complete_through, r.day), ${today}::date) as through,
      s.expected_every as agreed, h.days as habit, ${today}::date - least(coalesce(s.complete_through, r.day), ${today}::date) as behind
    from source s join reached r on r.source_id = s.id left join habit h on h.source_id = s.id
    where s.workspace_id = ${workspaceId} order by s.name`);
  return rows.map(({ id, name, deliveries, through, agreed, habit, behind }) => {
    const every = agreed ?? (habit === null ? null : Math.round(habit));
    const limit = agreed ?? (habit === null ? null : Math.max(2, 2 * Math.round(habit)));
    const late = limit !== null && behind !== null && behind > limit;
    return { sourceId: Number(id), name, deliveries, through, every, agreed: agreed !== null, behind, late };
  });
}
