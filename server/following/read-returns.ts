import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { ChangeRule } from "./change-rule";
import { type Stretches, stretchTable } from "./stretches";

export interface ReturnGroup {
  stratum: number;
  exposed: boolean;
  /** Days from day 0 to the first return; null = none yet. */
  returned: number | null;
  /** Days from day 0 to the first morning out of watch; null = still watched. */
  censored: number | null;
  n: number;
}

/** First returns of a cohort's members up to `through`, equal ones counted together. */
export async function readFirstReturns(scope: Scope, { change }: ChangeRule, through: string): Promise<ReturnGroup[]> {
  const rows = await scope.db.execute<{
    stratum: number;
    exposed: boolean;
    returned: number | null;
    censored: number | null;
    n: number;
  }>(sql`
    with member as (
      select customer_id, stratum, arm = 'exposed' as exposed, day0,
        case when censored_on <= ${through}::date then censored_on - day0 end as censored
      from cohort_member
      where workspace_id = ${scope.workspaceId} and change_id = ${change.id} and revision = ${change.revision}
        and arm in ('exposed', 'twin') and day0 <= ${through}::date
    ),
    returned as (
      select m.customer_id, min(v.day) - m.day0 as returned
      from member m join visit v on v.workspace_id = ${scope.workspaceId} and v.customer_id = m.customer_id
      where v.occasion and v.day between m.day0 and ${through}::date and (m.censored is null or v.day - m.day0 < m.censored)
      group by m.customer_id, m.day0
    )
    select stratum, exposed, returned, censored, count(*)::int as n
    from member left join returned using (customer_id)
    group by 1, 2, 3, 4`);
  return [...rows];
}

export interface StretchCount {
  stratum: number;
  n1: number;
  n0: number;
  y1: number;
  y0: number;
}

/** Under watch during the whole stretch, and with an occasion in it, by stratum and arm. */
export async function readStretch(scope: Scope, { change }: ChangeRule, stretches: Stretches): Promise<StretchCount[]> {
  const rows = await scope.db.execute<{ stratum: number; n1: number; n0: number; y1: number; y0: number }>(sql`
    with ${stretchTable(stretches)},
    watched as (
      select m.customer_id, m.stratum, m.arm = 'exposed' as exposed, exists (
          select 1 from visit v where v.workspace_id = ${scope.workspaceId} and v.customer_id = m.customer_id and v.occasion
            and v.day between s.opens and s.closes) as came
      from cohort_member m join stretch s on s.wave = m.wave
      where m.workspace_id = ${scope.workspaceId} and m.change_id = ${change.id} and m.revision = ${change.revision}
        and m.arm in ('exposed', 'twin') and (m.censored_on is null or m.censored_on > s.closes)
    )
    select stratum, (count(*) filter (where exposed))::int as n1, (count(*) filter (where not exposed))::int as n0,
      (count(*) filter (where exposed and came))::int as y1, (count(*) filter (where not exposed and came))::int as y0
    from watched group by stratum order by stratum`);
  return [...rows];
}
