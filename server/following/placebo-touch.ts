import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { change } from "@/db/schema";
import { changeRule, ruleOfWave } from "./change-rule";
import { addDays } from "./days";
import type { Overlap } from "./find-overlaps";
import { occasionsInScope } from "./occasions-in-scope";
import { PLACEBO_DAYS } from "./plan-placebos";
import { LOOK_BACK, MOST_OVERLAPS, OVERLAP_SHARE } from "./settings";
import { lookBack, type WaveContext } from "./wave-context";

/**
 * The temporary table `met` (change_id, crossing, customer_id): who had bought in the scope of a recorded change that began in the
 * year before this day 0, or within the days followed (`crossing`). What a change's frozen cohort says of it is taken as it is:
 * these are the people who bought in its scope before it began.
 * @returns whether there is any
 */
export async function gatherMet({ scope, target, wave }: WaveContext): Promise<boolean> {
  const { db, workspaceId } = scope;
  await db.execute(sql`drop table if exists pg_temp.met`);
  await db.execute(sql`create temp table met (change_id bigint, crossing boolean, customer_id bigint) on commit drop`);
  const others = await db
    .select({ id: change.id })
    .from(change)
    .where(
      and(
        eq(change.workspaceId, workspaceId),
        eq(change.nature, "change"),
        ne(change.id, target.change.id),
        inArray(change.state, ["live", "ended", "rolled_back"]),
        sql`coalesce(${change.startActual}, ${change.startPlanned}) between ${addDays(wave.day0, -2 * LOOK_BACK)}::date
          and ${addDays(wave.day0, PLACEBO_DAYS - 1)}::date`,
      ),
    )
    .orderBy(change.id);
  for (const { id } of others) await gatherOne({ scope, wave }, id);
  const [any] = await db.execute<{ any: boolean }>(sql`select exists (select 1 from met) as any`);
  if (any?.any) await db.execute(sql`analyze met`);
  return any?.any ?? false;
}

async function gatherOne({ scope, wave }: Pick<WaveContext, "scope" | "wave">, id: number): Promise<void> {
  const { db, workspaceId } = scope;
  const other = await changeRule(scope, id);
  const last = addDays(wave.day0, PLACEBO_DAYS - 1);
  const begun = other.waves.filter(({ day0 }) => day0 >= addDays(wave.day0, -LOOK_BACK) && day0 <= last);
  if (begun.length === 0) return;
  const [frozen] = await db.execute<{ n: number }>(sql`
    with kept as (
      insert into met
      select ${id}::bigint, day0 >= ${wave.day0}::date, customer_id from cohort_member
      where workspace_id = ${workspaceId} and change_id = ${id}::bigint and revision = ${other.change.revision}::int
        and arm <> 'twin' and day0 between ${begun[0]?.day0}::date and ${last}::date
      returning 1
    )
    select count(*)::int as n from kept`);
  if (frozen && frozen.n > 0) return;
  for (const each of begun) {
    const occasions = occasionsInScope(workspaceId, ruleOfWave(other.rule, each), lookBack(each.day0));
    await db.execute(sql`insert into met
      select distinct ${id}::bigint, ${each.day0 >= wave.day0}::boolean, customer_id from (${occasions}) o`);
  }
}

/**
 * What touches the people of one placebo change (`concerned`): null where a recorded change that touches at least 5% of them
 * begins while they are followed; else the largest that began before, in the temporary table `touched` (customer_id, bits).
 */
export async function touchedBy({ scope }: WaveContext, any: boolean): Promise<Overlap[] | null> {
  const { db } = scope;
  await db.execute(sql`create temp table touched (customer_id bigint, bits int) on commit drop`);
  if (!any) return [];
  const rows = await db.execute<{ change_id: string; crossing: boolean; share: number }>(sql`
    select change_id, crossing, count(distinct customer_id)::float8 / (select count(*) from concerned) as share
    from met join concerned using (customer_id) group by change_id, crossing order by share desc, change_id`);
  const large = rows.filter(({ share }) => share >= OVERLAP_SHARE);
  if (large.some(({ crossing }) => crossing)) return null;
  const found = large.slice(0, MOST_OVERLAPS).map(({ change_id, share }, i): Overlap => {
    return { bit: i + 1, changeId: Number(change_id), kind: "change", share };
  });
  if (found.length === 0) return found;
  await db.execute(sql`insert into touched
    select customer_id, sum(1 << bit)::int
    from (select distinct customer_id, array_position(${bigints(found.map(({ changeId }) => changeId))}, change_id) as bit
      from met where not crossing) m
    where bit is not null group by customer_id`);
  return found;
}
