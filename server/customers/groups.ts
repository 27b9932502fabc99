import { sql } from "drizzle-orm";
import { may } from "../auth/permissions";
import { hideSmall } from "../following/hide-small";
import type { Scope } from "../scope";
import { NAMED_SEGMENTS } from "../stats/portrait";

/** How many people there are, by named segment, small groups hidden: what may be read without seeing anybody. */
export async function groupsOf({ db, workspaceId, workspace, actor }: Scope) {
  const rows = await db.execute<{ segment: string; n: number }>(sql`
    select coalesce(s.segment, 'none') as segment, count(*)::int as n
    from customer c left join customer_state s on s.workspace_id = ${workspaceId} and s.customer_id = c.customer_id
    where c.workspace_id = ${workspaceId} and c.kind = 'person'
    group by 1`);
  const [waiting] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from customer_join where workspace_id = ${workspaceId} and state = 'proposed'`);
  const names = [...NAMED_SEGMENTS, "none"];
  const counts = names.map((segment) => rows.find((row) => row.segment === segment)?.n ?? 0);
  const hidden = hideSmall(counts, workspace.minGroup);
  const asks = (action: "people:see" | "people:erase" | "data:import") => actor.kind === "member" && may(actor, action);
  return {
    people: counts.reduce((sum, n) => sum + n, 0),
    groups: names.flatMap((segment, i) => (counts[i] ? [{ segment, n: hidden[i] ? null : counts[i] }] : [])),
    minGroup: workspace.minGroup,
    seesPeople: asks("people:see"),
    mayJoin: asks("data:import"),
    mayErase: asks("people:erase"),
    proposedJoins: asks("data:import") ? (waiting?.n ?? 0) : 0,
  };
}
