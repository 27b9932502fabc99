import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { type NpsCounts, nps, npsDifference } from "../../stats/nps";
import type { ChangeRule } from "../change-rule";
import { addDays } from "../days";
import type { PartsOf } from "../schema";

/** Days of answers before day 0 that are read beside those since. */
const BEFORE_DAYS = 182;

type Side = "before" | "after" | "twinsBefore" | "twinsAfter";

/** Says which answers there are that `readAnswers` could read, of anybody; the same words, the same answers. */
export async function answersWith(
  { db, workspaceId }: Scope,
  { waves }: ChangeRule,
  through: string,
  members: string,
): Promise<string> {
  const day0 = waves[0]?.day0 ?? through;
  const [row] = await db.execute<{ said: string }>(sql`
    select concat_ws(' ', count(*), sum(customer_id), sum(score), sum(customer_id * score), max(batch_id), sum(batch_id),
      sum(day - '2000-01-01'::date), md5(${members})) as said
    from survey_response
    where workspace_id = ${workspaceId} and day between ${addDays(day0, -BEFORE_DAYS)}::date and ${through}::date`);
  return row?.said ?? "";
}

/** What the concerned and their twins answered before and after day 0, raw; one answer a person and period, the latest. */
export async function readAnswers(
  scope: Scope,
  { change, waves }: ChangeRule,
  through: string,
): Promise<PartsOf<"nps">> {
  const rows = await scope.db.execute<{ side: Side; promoters: number; passives: number; detractors: number }>(sql`
    with answer as (
      select distinct on (m.customer_id, r.day >= m.day0) m.arm, r.day >= m.day0 as after, r.score
      from cohort_member m join survey_response r using (workspace_id, customer_id)
      where m.workspace_id = ${scope.workspaceId} and m.change_id = ${change.id} and m.revision = ${change.revision}
        and m.arm in ('exposed', 'twin') and r.day between m.day0 - ${BEFORE_DAYS}::int and ${through}::date
        and (m.censored_on is null or r.day < m.censored_on)
      order by m.customer_id, r.day >= m.day0, r.at desc, r.row_key
    )
    select case when arm = 'exposed' then case when after then 'after' else 'before' end
        else case when after then 'twinsAfter' else 'twinsBefore' end end as side,
      (count(*) filter (where score >= 9))::int as promoters, (count(*) filter (where score between 7 and 8))::int as passives,
      (count(*) filter (where score <= 6))::int as detractors
    from answer group by 1`);
  const counts = (side: Side): NpsCounts =>
    rows.find((row) => row.side === side) ?? { promoters: 0, passives: 0, detractors: 0 };
  const day0 = waves[0]?.day0 ?? through;
  const difference = npsDifference(counts("before"), counts("after"));
  return {
    before: sideOf(counts("before")),
    after: sideOf(counts("after")),
    twinsBefore: sideOf(counts("twinsBefore")),
    twinsAfter: sideOf(counts("twinsAfter")),
    change:
      difference.kind === "cannot say"
        ? difference
        : {
            kind: "change",
            value: difference.value,
            lower: difference.interval.lower,
            upper: difference.interval.upper,
          },
    windows: {
      before: { from: addDays(day0, -BEFORE_DAYS), to: addDays(day0, -1) },
      after: { from: day0, to: through },
    },
  };
}

function sideOf(counts: NpsCounts): PartsOf<"nps">["before"] {
  const score = nps(counts);
  if (score.kind === "cannot say") return score;
  return { kind: "nps", score: score.score, n: score.n, lower: score.interval.lower, upper: score.interval.upper };
}
