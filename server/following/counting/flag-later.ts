import { sql } from "drizzle-orm";
import { integers, words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { occasionsInScope } from "../cohort/occasions-in-scope";
import { type Cohort, wavesOf } from "../cohort/open-cohort";
import { lookBack } from "../cohort/wave-context";
import { INTENSE, LEFT_ALONE, LOOK_BACK } from "../settings";
import { type Joined, joinedRows } from "./gather-joined";
import type { LaterPart } from "./later-part";
import { type Later, maskOf } from "./splits";

/** A later change whose people are kept apart, by its place. */
interface Apart {
  part: LaterPart;
  place: number;
}

/**
 * Writes into `cohort_member.later` who bought in the scope of each of these before their own day 0; members whose wave came after it
 * have it among their strata already (find-overlaps.ts).
 * @returns the change from which on over 30% of the concerned stand in cells without a twin; null = none
 */
export async function flagLater(
  scope: Scope,
  found: Cohort,
  { apart, joined }: { apart: readonly Apart[]; joined: Joined },
): Promise<Later["alone"]> {
  const { db, workspaceId } = scope;
  const here = sql`workspace_id = ${workspaceId} and change_id = ${found.changeId} and revision = ${found.revision}`;
  // Tables, not parts of one statement: after a cohort was frozen the planner takes its members for few.
  await db.execute(sql`drop table if exists pg_temp.member, pg_temp.met, pg_temp.came, pg_temp.flagged`);
  await db.execute(sql`
    create temp table member on commit drop as
    select customer_id, m.day0, coalesce(j.person, customer_id) as person
    from cohort_member m left join (${joinedRows(joined)}) j using (customer_id)
    where ${here} and arm in ('exposed', 'twin')`);
  await db.execute(sql`analyze member`);
  await db.execute(sql`create temp table met (person bigint, day0 date, place int, n int) on commit drop`);
  for (const { part, place } of apart) {
    for (const day0 of new Set(wavesOf(found).map((wave) => wave.day0))) {
      if (day0 > part.from) continue;
      await db.execute(sql`
        insert into met select customer_id, ${day0}::date, ${place}::int, count(*)
        from (${occasionsInScope(workspaceId, part.rule, lookBack(day0))}) o
        where customer_id in (select person from member where day0 = ${day0}::date) group by customer_id`);
    }
  }
  await db.execute(sql`analyze met`);
  await db.execute(sql`
    create temp table came on commit drop as
    select p.person, p.day0, count(distinct v.day)::int as n from (select distinct person, day0 from met) p
    join visit v on v.workspace_id = ${workspaceId} and v.customer_id = p.person
      and v.day between p.day0 - ${LOOK_BACK}::int and p.day0 - 1
    where v.sale_lines > 0 group by p.person, p.day0`);
  await db.execute(sql`analyze came`);
  await db.execute(sql`
    create temp table flagged on commit drop as
    select m.customer_id,
      sum((case when t.n >= ${INTENSE}::float8 * greatest(t.n, coalesce(v.n, 0)) then 2 else 1 end) << (2 * t.place))::smallint as bits
    from member m join met t on t.person = m.person and t.day0 = m.day0
    left join came v on v.person = m.person and v.day0 = m.day0
    group by m.customer_id`);
  await db.execute(sql`analyze flagged`);
  await db.execute(sql`
    update cohort_member m set later = coalesce(f.bits, 0)
    from member o left join flagged f using (customer_id)
    where m.workspace_id = ${workspaceId} and m.change_id = ${found.changeId} and m.revision = ${found.revision}
      and m.customer_id = o.customer_id and m.later is distinct from coalesce(f.bits, 0)`);
  return findAlone(scope, found, apart);
}

/** Split by split, in the order of their days: the concerned in cells that hold no twin are compared with nobody. */
async function findAlone(scope: Scope, found: Cohort, apart: readonly Apart[]): Promise<Later["alone"]> {
  if (apart.length === 0) return null;
  const masks = apart.map((_, i) => apart.slice(0, i + 1).reduce((sum, each) => sum | maskOf(each), 0));
  const [row] = await scope.db.execute<{ change_id: number; from_day: string }>(sql`
    with cell as (
      select k.n, m.stratum, m.later & k.mask as bits, count(*) filter (where m.arm = 'exposed') as exposed,
        count(*) filter (where m.arm = 'twin') as twins
      from unnest(${integers(masks)}) with ordinality as k (mask, n) cross join cohort_member m
      where m.workspace_id = ${scope.workspaceId} and m.change_id = ${found.changeId} and m.revision = ${found.revision}
        and m.arm in ('exposed', 'twin')
      group by 1, 2, 3
    )
    select c.change_id, c.from_day from (
      select n from cell group by n having sum(exposed) filter (where twins = 0) > ${LEFT_ALONE}::float8 * sum(exposed)
    ) alone join unnest(${integers(apart.map(({ part }) => part.changeId))}, ${words(apart.map(({ part }) => part.from))})
      with ordinality as c (change_id, from_day, n) using (n)
    order by n limit 1`);
  return row ? { changeId: row.change_id, from: row.from_day } : null;
}
