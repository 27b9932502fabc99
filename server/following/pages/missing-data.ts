import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import type { Completeness } from "../counting/complete-through";
import { LOOK_BACK } from "../settings";

/** What is not known of a change because data of stores are missing, in names. */
export interface MissingData {
  /** Figures stand still until these come. */
  waiting: { store: string; since: string } | null;
  /** Stores whose customers left the comparison, and how many of both arms; null where they are fewer than the minimum group. */
  silent: { store: string; since: string; exposed: number | null; twins: number | null }[];
}

export async function missingData(
  scope: Scope,
  { change }: Pick<ChangeRule, "change">,
  { waiting, silent }: Completeness,
): Promise<MissingData> {
  if (waiting === null && silent.length === 0) return { waiting: null, silent: [] };
  const { db, workspaceId, workspace } = scope;
  const stores = silent.map(({ storeId }) => storeId);
  const rows = await db.execute<{ id: string; name: string; exposed: number; twins: number }>(sql`
    with main_store as (
      select distinct on (m.customer_id) m.customer_id, m.arm, v.store_id
      from cohort_member m join visit v using (workspace_id, customer_id)
      where m.workspace_id = ${workspaceId} and m.change_id = ${change.id} and m.revision = ${change.revision}
        and m.arm in ('exposed', 'twin') and v.sale_lines > 0 and v.day between m.day0 - ${LOOK_BACK}::int and m.day0 - 1
        and ${stores.length > 0}
      group by m.customer_id, m.arm, v.store_id
      order by m.customer_id, count(distinct v.day) desc, v.store_id
    )
    select t.id, t.name, (count(*) filter (where m.arm = 'exposed'))::int as exposed,
      (count(*) filter (where m.arm = 'twin'))::int as twins
    from store t left join main_store m on m.store_id = t.id
    where t.workspace_id = ${workspaceId} and t.id = any(${bigints([...stores, ...(waiting ? [waiting.storeId] : [])])})
    group by t.id, t.name`);
  const found = new Map(rows.map((row) => [Number(row.id), row]));
  const shown = (n: number | undefined) => (n === undefined || n < workspace.minGroup ? null : n);
  const nameOf = (id: number) => found.get(id)?.name ?? String(id);
  return {
    waiting: waiting && { store: nameOf(waiting.storeId), since: waiting.since },
    silent: silent.map(({ storeId, since }) => ({
      store: nameOf(storeId),
      since,
      exposed: shown(found.get(storeId)?.exposed),
      twins: shown(found.get(storeId)?.twins),
    })),
  };
}
