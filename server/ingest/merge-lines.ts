import type { MergeTarget } from "./merge-catalogue";
import { touchCustomers } from "./touch-customers";

export interface MergedLines {
  inserted: number;
  /** Old rows that gave way to another content under the same key. */
  corrected: number;
  /** Old rows of a receipt that came again without them. */
  replaced: number;
  unchanged: number;
}

/** Staged lines as rows of purchase_line, but for the batch. */
const resolved = `
  select coalesce(p.customer_id, a.customer_id) as customer_id, l.line_key, l.identity_hash, l.receipt_key,
    to_timestamp(l.at_ms / 1000.0::double precision) as at, date '1970-01-01' + l.day_number as day, l.minute,
    s.id as store_id, g.id as product_id, l.channel, l.fulfilment, l.kind, l.quantity, l.amount_minor
  from stage_line l
  join stage_store s on s.ordinal = l.store_ordinal
  join stage_product g on g.ordinal = l.product_ordinal
  left join stage_person p on p.identity_hash = l.identity_hash
  left join stage_anonymous a on l.identity_hash is null and a.store_id = s.id
  where l.kind <> 'refused'`;

/** The first day of each person's new lines: of all that are staged, and of those that are left beside known ones. */
const firstDays = "select customer_id, first_day as day from stage_person where first_day is not null";
const freshDays = `
  select p.customer_id, date '1970-01-01' + min(l.day_number) as day
  from stage_line l join stage_person p using (identity_hash) where l.kind <> 'refused' group by p.customer_id`;

/** Brings the staged lines into purchase_line: new ones in, equal ones left alone, others corrected (D4). */
export async function mergeLines(target: MergeTarget, options: { wholeReceipts: boolean }): Promise<MergedLines> {
  const { sql, workspaceId, sourceId, batchId } = target;
  const [known] = await sql.unsafe<{ any: boolean }[]>(
    `select exists (select 1 from purchase_line where workspace_id = $1 and source_id = $2) as any`,
    [workspaceId, sourceId],
  );
  await sql.unsafe("create temp table stage_old (like purchase_line) on commit drop");
  const old = known?.any ? await supersede(target, options) : { corrected: 0, replaced: 0, unchanged: 0 };
  const inserted = await sql.unsafe(
    `insert into purchase_line (workspace_id, customer_id, source_id, line_key, identity_hash, receipt_key, at, day,
       minute, store_id, product_id, channel, fulfilment, kind, quantity, amount_minor, batch_id)
     select $1, r.customer_id, $2, r.line_key, r.identity_hash, r.receipt_key, r.at, r.day, r.minute, r.store_id,
       r.product_id, r.channel, r.fulfilment, r.kind, r.quantity, r.amount_minor, $3
     from (${resolved}) r order by r.customer_id, r.line_key`,
    [workspaceId, sourceId, batchId],
  );
  await touchCustomers(target, {
    fresh: known?.any ? freshDays : firstDays,
    gone: "select customer_id, day from stage_old",
  });
  return { inserted: inserted.count, ...old };
}

async function supersede(
  target: MergeTarget,
  { wholeReceipts }: { wholeReceipts: boolean },
): Promise<Omit<MergedLines, "inserted">> {
  const { sql, workspaceId, sourceId } = target;
  await sql.unsafe(
    `create temp table stage_known on commit drop as
     with keys as materialized (select line_key from stage_line where kind <> 'refused')
     select o.* from keys k join purchase_line o on o.workspace_id = $1 and o.source_id = $2 and o.line_key = k.line_key`,
    [workspaceId, sourceId],
  );
  await sql.unsafe("analyze stage_known");
  const corrected = await sql.unsafe(
    `insert into stage_old select o.* from stage_known o join (${resolved}) r using (line_key)
     where (o.customer_id, o.receipt_key, o.at, o.day, o.minute, o.store_id, o.product_id, o.channel, o.fulfilment,
       o.kind, o.quantity, o.amount_minor)
       is distinct from (r.customer_id, r.receipt_key, r.at, r.day, r.minute, r.store_id, r.product_id, r.channel,
       r.fulfilment, r.kind, r.quantity, r.amount_minor)`,
  );
  const replaced = wholeReceipts ? await replaceReceipts(target) : 0;
  const unchanged = await sql.unsafe(
    `delete from stage_line l using stage_known o
     where l.line_key = o.line_key and not exists (select 1 from stage_old s where s.line_key = o.line_key)`,
  );
  await setAside(target);
  return { corrected: corrected.count, replaced, unchanged: unchanged.count };
}

/** Lines of a receipt that comes again without them; a receipt of which a line was refused is left as it was. */
async function replaceReceipts({ sql, workspaceId, sourceId }: MergeTarget): Promise<number> {
  const replaced = await sql.unsafe(
    `insert into stage_old
     with receipts as materialized (
       select receipt_key from stage_line group by receipt_key having bool_and(kind <> 'refused')
     ), present as materialized (
       select o.* from receipts r
       join purchase_line o on o.workspace_id = $1 and o.source_id = $2 and o.receipt_key = r.receipt_key
     )
     select o.* from present o where not exists (select 1 from stage_line l where l.line_key = o.line_key)`,
    [workspaceId, sourceId],
  );
  return replaced.count;
}

async function setAside({ sql, workspaceId, batchId }: MergeTarget): Promise<void> {
  await sql.unsafe(
    `insert into superseded_row (workspace_id, table_name, row_key, by_batch, customer_id, row, at)
     select $1, 'purchase_line', o.line_key, $2, o.customer_id, to_jsonb(o), now() from stage_old o`,
    [workspaceId, batchId],
  );
  await sql.unsafe(
    `delete from purchase_line t using stage_old o
     where t.workspace_id = $1 and t.customer_id = o.customer_id and t.source_id = o.source_id
       and t.line_key = o.line_key`,
    [workspaceId],
  );
}
