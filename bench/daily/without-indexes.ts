import type postgres from "postgres";

/** Fills a table while it has neither indexes nor a primary key, and builds them afterwards. */
export async function withoutIndexes(sql: postgres.Sql, table: string, fill: () => Promise<void>): Promise<void> {
  const keys = await sql<{ name: string; text: string }[]>`
    select conname as name, pg_get_constraintdef(oid) as text from pg_constraint
    where conrelid = ${table}::regclass and contype = 'p'`;
  const indexes = await sql<{ name: string; text: string }[]>`
    select indexname as name, indexdef as text from pg_indexes
    where schemaname = 'public' and tablename = ${table} and indexname not in (select conname from pg_constraint)`;
  for (const { name } of keys) await sql.unsafe(`alter table "${table}" drop constraint "${name}"`);
  for (const { name } of indexes) await sql.unsafe(`drop index "${name}"`);
  await fill();
  for (const { name, text } of keys) await sql.unsafe(`alter table "${table}" add constraint "${name}" ${text}`);
  for (const { text } of indexes) await sql.unsafe(text);
}
