import type postgres from "postgres";
import { IdentityHashes } from "../ingest/keys";
import { isPersonIn, type KnownOfPerson } from "./person-in-text";
import { identityKinds } from "./schema";

/** Values read at once. */
const page = 5000;

/**
 * Empties what was kept of refused rows and of failed imports wherever it is or holds an identity, the reference or an attribute of
 * the people in `erased`; the rows stay, with their line and why they were refused. Identities are kept in no other form than a
 * keyed hash: whatever looks like one is hashed and compared. Returns how many rows were emptied.
 */
export async function eraseRejects(sql: postgres.TransactionSql, workspaceId: number): Promise<number> {
  await dropCutWords(sql, workspaceId);
  const known = await knownOf(sql, workspaceId);
  const told = sql
    .unsafe<{ value: string | null }[]>(
      `select value from import_reject where workspace_id = $1
       union select p.value from import_reject r cross join lateral jsonb_each_text(r.params) p where r.workspace_id = $1
       union select p.value from import_batch b cross join lateral jsonb_each_text(b.error -> 'params') p
         where b.workspace_id = $1`,
      [workspaceId],
    )
    .cursor(page);
  const theirs: string[] = [];
  for await (const rows of told) {
    for (const { value } of rows) if (value && isPersonIn(value, known)) theirs.push(value);
  }
  return theirs.length === 0 ? 0 : empty(sql, workspaceId, JSON.stringify(theirs));
}

/** A text that was cut in the middle of a word may end in a part of an address, which nothing recognises. */
async function dropCutWords(sql: postgres.TransactionSql, workspaceId: number): Promise<void> {
  await sql.unsafe(
    `update import_reject set value = regexp_replace(value, '[^\\s,;|"]*…$', '…')
     where workspace_id = $1 and char_length(value) > 100 and value ~ '[^\\s,;|"]…$'`,
    [workspaceId],
  );
}

async function empty(sql: postgres.TransactionSql, workspaceId: number, values: string): Promise<number> {
  const emptied = (params: string) => `(
    select coalesce(jsonb_object_agg(p.key, case when p.value #>> '{}' in (select value from word) then '""' else p.value end), '{}')
    from jsonb_each(${params}) p)`;
  const holds = (params: string) =>
    `exists (select 1 from jsonb_each_text(${params}) p where p.value in (select value from word))`;
  await sql.unsafe(
    `with word as (select value from jsonb_array_elements_text($2::jsonb))
     update import_batch b set error = jsonb_set(b.error, '{params}', ${emptied("b.error -> 'params'")})
     where b.workspace_id = $1 and ${holds("b.error -> 'params'")}`,
    [workspaceId, values],
  );
  const done = await sql.unsafe(
    `with word as (select value from jsonb_array_elements_text($2::jsonb))
     update import_reject r set params = ${emptied("r.params")},
       value = case when r.value in (select value from word) then '' else r.value end
     where r.workspace_id = $1 and (r.value in (select value from word) or ${holds("r.params")})`,
    [workspaceId, values],
  );
  return done.count;
}

async function knownOf(sql: postgres.TransactionSql, workspaceId: number): Promise<KnownOfPerson> {
  const identities = await identitiesOf(sql, workspaceId);
  const [secret] = await sql.unsafe<{ identity_key: Uint8Array }[]>(
    "select identity_key from workspace_secret where workspace_id = $1",
    [workspaceId],
  );
  const hashes = new Map(secret && identityKinds.map((kind) => [kind, new IdentityHashes(secret.identity_key, kind)]));
  const isIdentity: KnownOfPerson["isIdentity"] = (kind, value) => {
    const hash = hashes.get(kind)?.of(value);
    return hash !== undefined && identities.has(`${kind}:${hash}`);
  };
  return { ...(await wordsOf(sql, workspaceId)), isIdentity };
}

async function identitiesOf(sql: postgres.TransactionSql, workspaceId: number): Promise<Set<string>> {
  const rows = await sql.unsafe<{ known: string }[]>(
    `select i.kind || ':' || encode(i.value_hash, 'hex') as known from identity i
     join erased e on e.customer_id = i.customer_id where i.workspace_id = $1`,
    [workspaceId],
  );
  return new Set(rows.map((row) => row.known));
}

/** References, also of those joined into the person, and what is written of nobody else. */
async function wordsOf(
  sql: postgres.TransactionSql,
  workspaceId: number,
): Promise<Pick<KnownOfPerson, "references" | "attributes">> {
  const rows = await sql.unsafe<{ word: string; is_reference: boolean }[]>(
    `with told as (
       select c.reference, c.attributes from customer c join erased e on e.customer_id = c.customer_id
       where c.workspace_id = $1
       union all
       select j.before -> 'from' ->> 'reference', j.before -> 'from' -> 'attributes'
       from customer_join j join erased e on e.customer_id = j.from_customer
       where j.workspace_id = $1 and j.before is not null
     )
     select reference as word, true as is_reference from told where reference is not null
     union
     select a.value, false from told cross join lateral jsonb_each_text(attributes) a
     where length(a.value) >= 4 and not exists (
       select 1 from customer o where o.workspace_id = $1 and o.attributes ->> a.key = a.value
         and o.customer_id not in (select customer_id from erased))`,
    [workspaceId],
  );
  return {
    references: rows.filter((row) => row.is_reference).map((row) => row.word),
    attributes: rows.filter((row) => !row.is_reference).map((row) => row.word),
  };
}
