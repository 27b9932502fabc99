import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { personByPerson } from "./person-by-person";

/**
 * The temporary table `rhythm_of`: one row of each person with an occasion up to and including `asOf`, of which a fit reads all but
 * what people spend. Occasions, days of the first, second and last, whether the first was in a store; occasions and money (minor
 * units) of the 365 days up to `asOf`. One pass over the visits.
 */
export async function gatherRhythms(scope: Scope, asOf: string): Promise<void> {
  const { db, workspaceId } = scope;
  await db.execute(sql`drop table if exists pg_temp.rhythm_of`);
  await personByPerson(scope, () =>
    db.execute(sql`
    create temp table rhythm_of on commit drop as
    select customer_id, count(*) filter (where occasion) as occasions,
      min(day) filter (where occasion) as first_day, max(day) filter (where occasion) as last_day,
      (array_agg(day order by day) filter (where occasion))[2] as second_day,
      case when min(day) filter (where occasion and channel = 'store') = min(day) filter (where occasion)
        then 'store' else 'distance' end as group_key,
      count(*) filter (where occasion and day > ${asOf}::date - 365) as year_occasions,
      coalesce(sum(amount_minor::float8) filter (where day > ${asOf}::date - 365), 0) as year_value
    from visit
    where workspace_id = ${workspaceId} and day <= ${asOf}::date
    group by customer_id
    having bool_or(occasion)`),
  );
  await db.execute(sql`analyze rhythm_of`);
}
