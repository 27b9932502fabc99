import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { Stretch } from "./occasions-in-scope";

/** Every visit of the sample; lines of those of the sample who are concerned, where a question needs them. */
export const SAMPLED = { visits: sql`sampled_visit`, lines: sql`sampled_line` };

/** The temporary table `sampled_visit`: every visit of these people up to today. Forgets the lines of another sample. */
export async function gatherVisits({ db, workspaceId, today }: Scope, drawn: readonly { id: number }[]): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.sampled_visit, pg_temp.sampled_line`);
  await db.execute(sql`
    create temp table sampled_visit on commit drop as
    select v.* from unnest(${bigints(drawn.map(({ id }) => id))}) as p (customer_id)
    join visit v on v.workspace_id = ${workspaceId} and v.customer_id = p.customer_id
    where v.day <= ${today}::date`);
  await db.execute(sql`create index on sampled_visit (customer_id, day)`);
  await db.execute(sql`analyze sampled_visit (customer_id)`);
}

/** The temporary table `sampled_line`, once: what these people bought. */
export async function gatherLines(
  { db, workspaceId }: Scope,
  ids: readonly number[],
  { from, to }: Stretch,
): Promise<void> {
  await db.execute(sql`
    create temp table if not exists sampled_line on commit drop as
    select l.workspace_id, l.customer_id, l.day, l.store_id, l.channel, l.fulfilment, l.minute, l.product_id, l.kind, l.quantity
    from unnest(${bigints(ids)}) as p (customer_id)
    join purchase_line l on l.workspace_id = ${workspaceId} and l.customer_id = p.customer_id
    where l.day between ${from}::date and ${to}::date`);
}
