import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { ruleOfWave } from "../change-rule";
import { SPILL_SHARE } from "../settings";
import { occasionsInScope } from "./occasions-in-scope";
import { lookBack, type WaveContext } from "./wave-context";

/**
 * Fills the temporary tables `earlier` (members of earlier waves) and `concerned` (customer_id, in_scope): who bought in the wave's scope at least `minOccasions` times
 * in the look-back, and is in no earlier wave. It may hold anonymous buyers: the portraits it is joined to hold persons only.
 */
export async function findConcerned({ scope, settings, target, wave }: WaveContext): Promise<void> {
  const { db, workspaceId } = scope;
  const inScope = occasionsInScope(workspaceId, ruleOfWave(target.rule, wave), lookBack(wave.day0));
  await db.execute(sql`
    create temp table earlier on commit drop as
    select customer_id from cohort_member
    where workspace_id = ${workspaceId} and change_id = ${target.change.id} and revision = ${target.change.revision}`);
  await db.execute(sql`analyze earlier`);
  await db.execute(sql`
    create temp table concerned on commit drop as
    select customer_id, count(*)::int as in_scope from (${inScope}) occasion
    where not exists (select 1 from earlier e where e.customer_id = occasion.customer_id)
    group by customer_id
    having count(*) >= ${settings.minOccasions}::int`);
  await db.execute(sql`analyze concerned`);
}

/**
 * Stores outside the scope that take at least 10% of the occasions of the concerned: people may move there because of the
 * change, so their customers are no yardstick. Asked only where the scope names stores.
 */
export async function spillStores({ scope, target, wave }: WaveContext, visits = sql`visit`): Promise<number[]> {
  if (wave.stores.length === 0) return [];
  const { from, to } = lookBack(wave.day0);
  const changed = target.waves.flatMap((each) => each.stores);
  const rows = await scope.db.execute<{ store_id: string }>(sql`
    with shopped as (
      select v.store_id, count(*) as occasions
      from ${visits} v join concerned using (customer_id)
      where v.workspace_id = ${scope.workspaceId} and v.day between ${from}::date and ${to}::date and v.sale_lines > 0
      group by v.store_id
    )
    select store_id from shopped
    where store_id <> all(${bigints(changed)}) and occasions >= ${SPILL_SHARE}::float8 * (select sum(occasions) from shopped)
    order by store_id`);
  return rows.map((row) => Number(row.store_id));
}
