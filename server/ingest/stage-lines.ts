import type postgres from "postgres";

/** Where purchase lines wait, for one transaction, in the order of the columns that PurchaseLines writes. */
export async function stageLines(sql: postgres.TransactionSql): Promise<void> {
  await sql.unsafe(`
    create temp table stage_line (
      line_key bytea not null, receipt_key bigint not null, identity_hash bytea, reference text, at_ms bigint not null,
      day_number int not null, minute smallint not null, store_ordinal int not null, product_ordinal int not null,
      channel text not null, fulfilment text not null, kind text not null, quantity numeric(14, 3) not null,
      amount_minor bigint not null, file smallint not null, line bigint not null
    ) on commit drop`);
}

/** Where the rows of a file of customers wait, until people are merged. */
export async function stageCustomers(sql: postgres.TransactionSql): Promise<void> {
  await sql.unsafe(`
    create temp table stage_customer (
      identity_hash bytea not null, reference text not null, home_area text, attributes jsonb not null,
      line bigint not null
    ) on commit drop`);
}

/**
 * Lines without an id of their own: the k-th of identical ones takes a key of its own, 16 bytes of SHA-256 over the
 * common key and k. What tells them apart (kind, channel) orders them, so that the order of the file does not matter.
 */
export async function numberIdenticalLines(sql: postgres.TransactionSql): Promise<number> {
  const done = await sql.unsafe(`
    with again as materialized (
      select line_key from stage_line where kind <> 'refused' group by line_key having count(*) > 1
    ), numbered as (
      select s.ctid as place,
        row_number() over (partition by s.line_key order by s.kind, s.channel, s.fulfilment, s.minute) as copy
      from stage_line s join again using (line_key)
    )
    update stage_line s set line_key = substring(sha256(s.line_key || int8send(n.copy)) from 1 for 16)
    from numbered n where s.ctid = n.place and n.copy > 1`);
  return done.count;
}

export interface Repeated {
  file: number;
  line: number;
  laterLine: number;
  same: boolean;
}

/** Lines whose id comes again: the last one stays. Returns those that had other content, and how many were equal. */
export async function dropRepeatedLines(sql: postgres.TransactionSql): Promise<{ equal: number; other: Repeated[] }> {
  const dropped = await sql.unsafe<{ file: number; line: string; later: string; same: boolean }[]>(`
    with again as materialized (
      select line_key from stage_line where kind <> 'refused' group by line_key having count(*) > 1
    ), ordered as (
      select s.ctid as place, s.line_key, s.file, s.line,
        row(s.receipt_key, s.identity_hash, s.at_ms, s.store_ordinal, s.product_ordinal, s.channel, s.fulfilment,
          s.kind, s.quantity, s.amount_minor)::text as content,
        row_number() over (partition by s.line_key order by s.file desc, s.line desc) as back
      from stage_line s join again using (line_key)
    ), gone as (
      delete from stage_line s using ordered o where s.ctid = o.place and o.back > 1 returning s.ctid
    )
    select o.file, o.line, k.line as later, o.content = k.content as same
    from ordered o join ordered k on k.line_key = o.line_key and k.back = 1 where o.back > 1`);
  const other = dropped.filter((row) => !row.same);
  return {
    equal: dropped.length - other.length,
    other: other.map((row) => ({ file: row.file, line: Number(row.line), laterLine: Number(row.later), same: false })),
  };
}

export interface Span {
  first: string | null;
  last: string | null;
  receipts: number;
  /** Receipts met in more than one file of the batch: the files overlap, or a receipt was cut in two (D4). */
  receiptsInTwoFiles: number;
}

/** The days and receipts of what was staged. */
export async function spanOfLines(sql: postgres.TransactionSql): Promise<Span> {
  const [row] = await sql.unsafe<{ first: string | null; last: string | null; receipts: number; cut: number }[]>(`
    with receipts as (
      select min(day_number) as first_day, max(day_number) as last_day, min(file) <> max(file) as cut
      from stage_line where kind <> 'refused' group by receipt_key
    )
    select (date '1970-01-01' + min(first_day))::text as first, (date '1970-01-01' + max(last_day))::text as last,
      count(*)::int as receipts, (count(*) filter (where cut))::int as cut
    from receipts`);
  return {
    first: row?.first ?? null,
    last: row?.last ?? null,
    receipts: row?.receipts ?? 0,
    receiptsInTwoFiles: row?.cut ?? 0,
  };
}
