import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
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

/** First returns of the members gathered (gather-members.ts), equal ones counted together. */
export async function readFirstReturns(scope: Scope): Promise<ReturnGroup[]> {
  const rows = await scope.db.execute<{
    stratum: number;
    exposed: boolean;
    returned: number | null;
    censored: number | null;
    n: number;
  }>(sql`
    with returned as (
      select customer_id, min(since) as returned from stop where occasion group by customer_id
    ),
    watched as (
      select stratum, exposed, returned, censored_on - day0 as censored from watcher left join returned using (customer_id)
    )
    select stratum, exposed, returned, censored, count(*)::int as n
    from watched group by 1, 2, 3, 4`);
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
export async function readStretch(scope: Scope, stretches: Stretches): Promise<StretchCount[]> {
  const rows = await scope.db.execute<{ stratum: number; n1: number; n0: number; y1: number; y0: number }>(sql`
    with ${stretchTable(stretches)},
    came as (
      select distinct customer_id from stop join stretch using (wave) where occasion and day between opens and closes
    ),
    watched as (
      select stratum, exposed, c.customer_id is not null as came
      from watcher m join stretch using (wave) left join came c using (customer_id)
      where censored_on is null or censored_on > closes
    )
    select stratum, (count(*) filter (where exposed))::int as n1, (count(*) filter (where not exposed))::int as n0,
      (count(*) filter (where exposed and came))::int as y1, (count(*) filter (where not exposed and came))::int as y0
    from watched group by stratum order by stratum`);
  return [...rows];
}
