import type postgres from "postgres";

/** Whom lists of changes named before a join: rows of `from`, and the changes that named `into` too. */
export interface Lists {
  from: { change_id: number; batch_id: number | null; identity_hash: string | null }[];
  into: number[];
}

interface Pair {
  workspaceId: number;
  from: number;
  into: number;
}

/** Whoever was on a list of a change stays on it as the joined person, once. Returns what stood there before. */
export async function joinLists(sql: postgres.TransactionSql, { workspaceId, from, into }: Pair): Promise<Lists> {
  const own = await sql.unsafe<{ change_id: string }[]>(
    "select change_id from change_customer where workspace_id = $1 and customer_id = $2",
    [workspaceId, into],
  );
  const gone = await sql.unsafe<{ change_id: string; batch_id: string | null; identity_hash: string | null }[]>(
    `delete from change_customer where workspace_id = $1 and customer_id = $2
     returning change_id, batch_id, encode(identity_hash, 'hex') as identity_hash`,
    [workspaceId, from],
  );
  const lists: Lists = {
    from: gone.map(({ change_id, batch_id, identity_hash }) => ({
      change_id: Number(change_id),
      batch_id: batch_id === null ? null : Number(batch_id),
      identity_hash,
    })),
    into: own.map((row) => Number(row.change_id)),
  };
  await put(sql, workspaceId, into, lists.from);
  return lists;
}

/** Gives each its place on the lists back, also on those that named an identity of `from` since. */
export async function partLists(
  sql: postgres.TransactionSql,
  { workspaceId, from, into }: Pair,
  { joinId, before }: { joinId: number; before: Lists },
): Promise<void> {
  const still = await sql.unsafe<{ change_id: string }[]>(
    "select change_id from change_customer where workspace_id = $1 and customer_id = $2",
    [workspaceId, into],
  );
  const standing = new Set(still.map((row) => Number(row.change_id)));
  const own = new Set(before.into);
  const brought = before.from.map((row) => row.change_id).filter((id) => !own.has(id));
  await sql.unsafe(
    `delete from change_customer where workspace_id = $1 and customer_id = $2
       and change_id in (select value::bigint from jsonb_array_elements_text($3::jsonb))`,
    [workspaceId, into, JSON.stringify(brought)],
  );
  await put(
    sql,
    workspaceId,
    from,
    before.from.filter((row) => standing.has(row.change_id)),
  );
  await sql.unsafe(
    `with gone as (
       delete from change_customer t using import_batch b, joined_identity j
       where t.workspace_id = $1 and t.customer_id = $2 and b.workspace_id = $1 and b.id = t.batch_id
         and j.workspace_id = $1 and j.join_id = $4
         and (j.source_id = b.references_id or j.kind in ('email', 'phone')) and j.kind = coalesce(b.mapping ->> 'identity', 'reference') and j.value_hash = t.identity_hash
         and t.change_id not in (select value::bigint from jsonb_array_elements_text($5::jsonb))
       returning t.change_id, t.batch_id, t.identity_hash
     )
     insert into change_customer (workspace_id, customer_id, change_id, batch_id, identity_hash)
     select $1, $3, change_id, batch_id, identity_hash from gone on conflict do nothing`,
    [workspaceId, into, from, joinId, JSON.stringify(before.into)],
  );
}

async function put(
  sql: postgres.TransactionSql,
  workspaceId: number,
  customerId: number,
  rows: Lists["from"],
): Promise<void> {
  await sql.unsafe(
    `insert into change_customer (workspace_id, customer_id, change_id, batch_id, identity_hash)
     select $1, $2, r.change_id, r.batch_id, decode(r.identity_hash, 'hex')
     from jsonb_to_recordset($3::jsonb) as r(change_id bigint, batch_id bigint, identity_hash text)
     on conflict do nothing`,
    [workspaceId, customerId, JSON.stringify(rows)],
  );
}
