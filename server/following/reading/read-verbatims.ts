import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";

const MOST = 6;

/** The latest words of the concerned since day 0, those that name a store or product of the scope first. Nobody is named. */
export async function readVerbatims(
  scope: Scope,
  { change, rule }: ChangeRule,
  asOf: string,
): Promise<{ day: string; body: string; store: string | null; near: boolean }[]> {
  const rows = await scope.db.execute<{ day: string; body: string; store: string | null; near: boolean }>(sql`
    select v.day, v.body, s.name as store,
      coalesce(v.store_id = any(${bigints(rule.stores)}) or v.product_id = any(${bigints(rule.products)}), false) as near
    from cohort_member m join verbatim v using (workspace_id, customer_id)
    left join store s on s.workspace_id = v.workspace_id and s.id = v.store_id
    where m.workspace_id = ${scope.workspaceId} and m.change_id = ${change.id} and m.revision = ${change.revision}
      and m.arm in ('exposed', 'left_out', 'apart') and v.day between m.day0 and ${asOf}::date
    order by near desc, v.day desc, v.row_key
    limit ${MOST}::int`);
  return [...rows];
}
