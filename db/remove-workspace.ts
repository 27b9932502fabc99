import type postgres from "postgres";

/**
 * Removes a workspace and every row of it, as the owner, in one transaction: tables that refer to others first, the
 * queue's jobs too. Accounts stay; they belong to people, not to workspaces.
 */
export async function removeWorkspace(owner: postgres.Sql, workspaceId: number): Promise<void> {
  await owner.begin(async (sql) => {
    for (const table of await tablesInOrder(sql)) {
      await sql`delete from ${sql(table)} where workspace_id = ${workspaceId}`;
    }
    await sql`delete from pgboss.job where data->>'workspaceId' = ${String(workspaceId)}`;
    await sql`delete from workspace where id = ${workspaceId}`;
  });
}

/** Tables with a workspace_id, each before those it refers to. */
async function tablesInOrder(sql: postgres.TransactionSql): Promise<string[]> {
  const columns = await sql<{ name: string }[]>`
    select c.relname as name
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attname = 'workspace_id' and not a.attisdropped`;
  const references = await sql<{ from: string; to: string }[]>`
    select f.relname as from, t.relname as to
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and f.oid <> t.oid`;
  return referringFirst(
    columns.map(({ name }) => name),
    references,
  );
}

/** Orders names so that whoever refers comes before whom it refers to; a circle is an error. */
export function referringFirst(
  names: readonly string[],
  references: readonly { from: string; to: string }[],
): string[] {
  const left = new Set(names);
  const order: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter((name) => !references.some(({ from, to }) => to === name && left.has(from)));
    if (free.length === 0) throw new Error(`these tables refer to each other in a circle: ${[...left].join(", ")}`);
    for (const name of free) {
      left.delete(name);
      order.push(name);
    }
  }
  return order;
}
