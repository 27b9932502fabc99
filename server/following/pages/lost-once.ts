import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { Watched } from "./home-watched";

/** Lost followers and money of the listed changes; somebody whom several touched counts once, so both are scaled alike. */
export async function lostOnce(
  scope: Scope,
  stopped: readonly Watched[],
): Promise<{ lost: number; atRiskMinor: number; late: boolean }> {
  if (stopped.length === 0) return { lost: 0, atRiskMinor: 0, late: false };
  const [row] = await scope.db.execute<{ people: number; memberships: number }>(sql`
    select count(distinct m.customer_id)::int as people, count(*)::int as memberships
    from cohort_member m join change c on c.workspace_id = m.workspace_id and c.id = m.change_id and c.revision = m.revision
    where m.workspace_id = ${scope.workspaceId} and m.arm = 'exposed' and m.change_id = any(${bigints(stopped.map(({ id }) => id))})`);
  const once = row && row.memberships > 0 ? row.people / row.memberships : 1;
  const figures = stopped.map(({ night }) => night.get("follow_rate"));
  const lost = figures.reduce((sum, parts) => sum + (parts?.lostFollowers?.value ?? 0), 0);
  const atRisk = figures.reduce((sum, parts) => sum + (parts?.revenueAtRisk?.value ?? 0), 0);
  return {
    lost: Math.max(0, Math.round(lost * once)),
    atRiskMinor: Math.max(0, Math.round(atRisk * once)),
    late: figures.every((parts) => parts?.stretch.kind !== "round"),
  };
}
