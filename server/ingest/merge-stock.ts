import type postgres from "postgres";
import type { MergeTarget } from "./merge-catalogue";
import type { MergedLines } from "./merge-lines";

/** Where stock waits, in the order of the columns that its reader writes. */
export async function stageStock(sql: postgres.TransactionSql): Promise<void> {
  await sql.unsafe(`
    create temp table stage_stock (
      row_key bytea not null, store_ordinal int not null, product_ordinal int not null, from_day date not null,
      to_day date, in_stock boolean not null, file smallint not null, line bigint not null
    ) on commit drop`);
}

export interface RepeatedStock {
  file: number;
  line: number;
  laterLine: number;
  same: boolean;
}

/** Of rows for the same store, product and day the last one stays. Returns the others. */
export async function dropRepeatedStock(sql: postgres.TransactionSql): Promise<RepeatedStock[]> {
  const dropped = await sql.unsafe<{ file: number; line: string; later: string; same: boolean }[]>(`
    with ordered as (
      select ctid as place, file, line, row_number() over by_key as back, first_value(line) over by_key as later,
        (to_day, in_stock) is not distinct from (first_value(to_day) over by_key, first_value(in_stock) over by_key) as same
      from stage_stock window by_key as (partition by row_key order by file desc, line desc)
    ), gone as (
      delete from stage_stock s using ordered o where s.ctid = o.place and o.back > 1 returning s.ctid
    )
    select file, line, later, same from ordered where back > 1`);
  return dropped.map((row) => ({ ...row, line: Number(row.line), laterLine: Number(row.later) }));
}

/**
 * Brings staged stock in: new rows, equal ones left alone, others corrected. A store, product and day is one row, whichever
 * source says it; the row that gives way is set aside (D4).
 */
export async function mergeStock({ sql, workspaceId, sourceId, batchId }: MergeTarget): Promise<MergedLines> {
  await sql.unsafe(
    `create temp table stage_old on commit drop as
     select o.*, (o.to_day, o.in_stock) is not distinct from (r.to_day, r.in_stock) as same
     from stage_stock r
     join stage_store s on s.ordinal = r.store_ordinal
     join stage_product p on p.ordinal = r.product_ordinal
     join stock_interval o on o.workspace_id = $1 and o.store_id = s.id and o.product_id = p.id
       and o.from_day = r.from_day`,
    [workspaceId],
  );
  const corrected = await sql.unsafe(
    `insert into superseded_row (workspace_id, table_name, row_key, by_batch, customer_id, row, at)
     select $1, 'stock_interval', o.row_key, $2, null, to_jsonb(o) - 'same', now() from stage_old o where not o.same`,
    [workspaceId, batchId],
  );
  await sql.unsafe(
    `delete from stock_interval t using stage_old o
     where t.workspace_id = $1 and not o.same and t.store_id = o.store_id and t.product_id = o.product_id
       and t.from_day = o.from_day`,
    [workspaceId],
  );
  const inserted = await sql.unsafe(
    `insert into stock_interval (workspace_id, store_id, product_id, from_day, to_day, in_stock, source_id, row_key, batch_id)
     select $1, s.id, p.id, r.from_day, r.to_day, r.in_stock, $2, r.row_key, $3
     from stage_stock r
     join stage_store s on s.ordinal = r.store_ordinal
     join stage_product p on p.ordinal = r.product_ordinal
     where not exists (
       select 1 from stage_old o where o.same and o.store_id = s.id and o.product_id = p.id and o.from_day = r.from_day
     )`,
    [workspaceId, sourceId, batchId],
  );
  const [kept] = await sql.unsafe<{ n: number }[]>("select count(*)::int as n from stage_old where same");
  return { inserted: inserted.count, corrected: corrected.count, replaced: 0, unchanged: kept?.n ?? 0 };
}
