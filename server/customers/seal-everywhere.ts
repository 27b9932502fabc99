import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/** An address or a number of whoever was erased just now is refused by every source, also by one first seen later (source 0). */
export async function sealEverywhere({ db, workspaceId, now }: Scope): Promise<void> {
  await db.execute(sql`
    insert into identity (workspace_id, source_id, kind, value_hash, suppressed_at)
    select distinct i.workspace_id, 0, i.kind, i.value_hash, i.suppressed_at from identity i
    where i.workspace_id = ${workspaceId} and i.suppressed_at = ${now.toISOString()}::timestamptz
      and i.source_id <> 0 and i.kind in ('email', 'phone')
    on conflict do nothing`);
}
