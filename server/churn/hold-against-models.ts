import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** Share of the occasions a model was made from that may move before it is made again. */
export const LATE_SHARE = 0.05;

/**
 * Counts the days of people that moved (`visit_moved`) since the last time against every model made from them. A model made for one
 * past day that too many of them reached is forgotten: it is made again when asked for, and cohorts keep their own whole. Those in
 * force stay: they are what was shown.
 */
export async function holdAgainstModels({ db, workspaceId }: Scope): Promise<void> {
  const [seen] = await db.execute<{ since: string; upto: string }>(sql`
    select p.version as since, greatest(p.version,
      (select max(version) from visit_moved where workspace_id = ${workspaceId})) as upto
    from portrait_day p where p.workspace_id = ${workspaceId} for update`);
  if (!seen || seen.since === seen.upto) return;
  await db.execute(sql`
    with moved as materialized (
      select day, count(*) as n from visit_moved
      where workspace_id = ${workspaceId} and version > ${seen.since}::bigint and version <= ${seen.upto}::bigint group by day
    ),
    late as (
      select c.id, sum(moved.n) as n from model c join moved on moved.day <= c.fitted_on
      where c.workspace_id = ${workspaceId} and c.kind = 'cut_points' group by c.id
    )
    update model m set diagnostics = m.diagnostics
      || jsonb_build_object('late', coalesce((m.diagnostics->>'late')::bigint, 0) + late.n)
    from late where m.workspace_id = ${workspaceId} and m.id = late.id`);
  await db.execute(sql`
    delete from model m using model c
    where m.workspace_id = ${workspaceId} and c.workspace_id = ${workspaceId} and c.kind = 'cut_points' and c.valid_from is null
      and (c.diagnostics->>'late')::float8 > ${LATE_SHARE}::float8 * coalesce((c.diagnostics->>'occasions')::float8, 0)
      and m.valid_from is null and m.fitted_on = c.fitted_on and m.made_at = c.made_at`);
  await db.execute(sql`update portrait_day set version = ${seen.upto}::bigint where workspace_id = ${workspaceId}`);
}
