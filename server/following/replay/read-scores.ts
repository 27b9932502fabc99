import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { NpsCounts } from "../../stats/nps";
import type { Cohort } from "../cohort/open-cohort";
import { daysBetween } from "../days";
import type { ScoreDay } from "./when-scores-fell";

/** Days of answers before day 0 that are read beside those since. */
const BEFORE_DAYS = 182;

type ScoreRow = { day: string | null } & { [Class in keyof NpsCounts]: number };

/** What the concerned answered: before day 0 their latest, since then their first answer, by the day it came. */
export async function readScores(
  scope: Scope,
  { changeId, revision }: Cohort,
  until: string,
): Promise<{ before: NpsCounts; days: ScoreDay[] }> {
  const rows = await scope.db.execute<ScoreRow>(sql`
    with answer as (
      select distinct on (m.customer_id, r.day >= m.day0) r.score, case when r.day >= m.day0 then r.day end as day
      from cohort_member m join survey_response r using (workspace_id, customer_id)
      where m.workspace_id = ${scope.workspaceId} and m.change_id = ${changeId}::bigint and m.revision = ${revision}::int
        and m.arm = 'exposed' and r.day between m.day0 - ${BEFORE_DAYS}::int and ${until}::date
      order by m.customer_id, r.day >= m.day0,
        case when r.day >= m.day0 then r.at end, case when r.day < m.day0 then r.at end desc, r.row_key
    )
    select day::text as day, (count(*) filter (where score >= 9))::int as promoters,
      (count(*) filter (where score between 7 and 8))::int as passives, (count(*) filter (where score <= 6))::int as detractors
    from answer group by day order by day nulls first`);
  const none = { promoters: 0, passives: 0, detractors: 0 };
  return {
    before: rows.find((row) => row.day === null) ?? none,
    days: rows.flatMap(({ day, ...counts }) =>
      day === null ? [] : [{ ...counts, day: daysBetween("1970-01-01", day) }],
    ),
  };
}
