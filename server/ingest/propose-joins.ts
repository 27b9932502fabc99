import { hasHistory } from "./find-homes";
import type { MergeTarget } from "./merge-catalogue";

export interface ProposedJoins {
  proposed: number;
  /** Joins that the workspace's rule makes by itself. */
  joining: number[];
}

/**
 * Two customers with history who share an identity may be one person: one proposal for each pair that was never proposed,
 * declined or joined before, into the older of the two. With the rule on, a verified e-mail that both sides have joins them
 * without asking, unless one of them is in another pair too.
 */
export async function proposeJoins(
  { sql, workspaceId, referencesId, batchId }: MergeTarget,
  { joinSameVerifiedEmail, now }: { joinSameVerifiedEmail: boolean; now: Date },
): Promise<ProposedJoins> {
  await sql.unsafe(
    `create temp table stage_pair on commit drop as
     select distinct on (1, 2) least(s.home, i.customer_id) as older, greatest(s.home, i.customer_id) as newer, c.kind,
       c.kind = 'email' and coalesce(c.verified, false) and i.verified as is_verified
     from stage_claim c join stage_somebody s using (person)
     join source f on f.workspace_id = $1 and (f.id = $2 or c.kind in ('email', 'phone'))
     join identity i on i.workspace_id = $1 and i.source_id = f.id and i.kind = c.kind and i.value_hash = c.value_hash
     where i.customer_id <> s.home and not s.is_new
     order by 1, 2, 4 desc, array_position(array['reference', 'card', 'email', 'phone', 'web'], c.kind)`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `delete from stage_pair p where not ${hasHistory("p.older")} or not ${hasHistory("p.newer")}
       or exists (
         select 1 from customer_join j where j.workspace_id = $1 and j.from_customer in (p.older, p.newer)
           and j.into_customer in (p.older, p.newer)
       )`,
    [workspaceId],
  );
  await sql.unsafe(
    `with busy as materialized (
       select customer_id from (
         select older as customer_id from stage_pair union all select newer from stage_pair
         union all select from_customer from customer_join where workspace_id = $1 and state in ('joining', 'parting')
         union all select into_customer from customer_join where workspace_id = $1 and state in ('joining', 'parting')
       ) side group by customer_id having count(*) > 1
     )
     update stage_pair p set is_verified = false from busy b where b.customer_id in (p.older, p.newer)`,
    [workspaceId],
  );
  const made = await sql.unsafe<{ id: string; state: string }[]>(
    `insert into customer_join (workspace_id, from_customer, into_customer, state, reason, batch_id, proposed_at, decided_at)
     select $1, p.newer, p.older, r.state, p.kind, $2, $4, case r.state when 'joining' then $4::timestamptz end
     from stage_pair p cross join lateral (
       select case when $3::boolean and p.is_verified then 'joining' else 'proposed' end as state
     ) r order by p.older, p.newer
     returning id, state`,
    [workspaceId, batchId, joinSameVerifiedEmail, now.toISOString()],
  );
  const joining = made.filter((row) => row.state === "joining").map((row) => Number(row.id));
  return { proposed: made.length - joining.length, joining };
}
