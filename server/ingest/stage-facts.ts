import type postgres from "postgres";

/** Where answers and interactions wait, in the order of the columns that their readers write. */
export async function stageFacts(sql: postgres.TransactionSql): Promise<void> {
  await sql.unsafe(`
    create temp table stage_fact (
      row_key bytea not null, identity_hash bytea, reference text, at_ms bigint not null, day_number int not null,
      store_ordinal int, product_ordinal int, score smallint, kind text not null, direction text, mode text,
      channel text, resolved_first boolean, transferred boolean, body text, line bigint not null
    ) on commit drop`);
}

/** The k-th of rows alike takes a key of its own; of rows with an id of their own that comes again the last one stays. */
export async function settleFactKeys(sql: postgres.TransactionSql, hasIds: boolean): Promise<number> {
  const again = `
    with again as materialized (select row_key from stage_fact group by row_key having count(*) > 1), numbered as (
      select s.ctid as place, row_number() over (partition by s.row_key order by s.line ${hasIds ? "desc" : ""}) as copy
      from stage_fact s join again using (row_key)
    )`;
  const settled = await sql.unsafe(
    hasIds
      ? `${again} delete from stage_fact s using numbered n where s.ctid = n.place and n.copy > 1`
      : `${again} update stage_fact s set row_key = substring(sha256(s.row_key || int8send(n.copy)) from 1 for 16)
         from numbered n where s.ctid = n.place and n.copy > 1`,
  );
  return hasIds ? settled.count : 0;
}
