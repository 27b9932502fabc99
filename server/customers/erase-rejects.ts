import type postgres from "postgres";
import { identityValue } from "../ingest/identity-value";
import { IdentityHashes } from "../ingest/keys";
import { identityKinds } from "./schema";

/**
 * Removes refused rows whose value, or what was said with it, is an identity, the reference or an attribute of the people in
 * `erased`. Values are compared by the same keyed hash as imports use: identities are kept in no other form.
 */
export async function eraseRejects(sql: postgres.TransactionSql, workspaceId: number): Promise<number> {
  const known = await identitiesOf(sql, workspaceId);
  const words = await wordsOf(sql, workspaceId);
  const [secret] = await sql.unsafe<{ identity_key: Uint8Array }[]>(
    "select identity_key from workspace_secret where workspace_id = $1",
    [workspaceId],
  );
  const hashes = secret && identityKinds.map((kind) => ({ kind, of: new IdentityHashes(secret.identity_key, kind) }));
  const isTheirs = (value: string) =>
    words.has(value.trim()) ||
    (hashes ?? []).some(({ kind, of }) => {
      const told = identityValue(kind, value);
      return told !== null && known.has(`${kind}:${of.of(told)}`);
    });
  const refused = await sql.unsafe<{ value: string }[]>(
    `select distinct value from import_reject where workspace_id = $1
     union select p.value from import_reject r cross join lateral jsonb_each_text(r.params) p where r.workspace_id = $1`,
    [workspaceId],
  );
  const theirs = refused.map((row) => row.value).filter((value) => value !== null && value !== "" && isTheirs(value));
  if (theirs.length === 0) return 0;
  const gone = await sql.unsafe(
    `with word as (select value from jsonb_array_elements_text($2::jsonb))
     delete from import_reject r where r.workspace_id = $1 and (r.value in (select value from word)
       or exists (select 1 from jsonb_each_text(r.params) p where p.value in (select value from word)))`,
    [workspaceId, JSON.stringify(theirs)],
  );
  return gone.count;
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
async function wordsOf(sql: postgres.TransactionSql, workspaceId: number): Promise<Set<string>> {
  const rows = await sql.unsafe<{ word: string }[]>(
    `with told as (
       select c.reference, c.attributes from customer c join erased e on e.customer_id = c.customer_id
       where c.workspace_id = $1
       union all
       select j.before -> 'from' ->> 'reference', j.before -> 'from' -> 'attributes'
       from customer_join j join erased e on e.customer_id = j.from_customer
       where j.workspace_id = $1 and j.before is not null
     )
     select reference as word from told where reference is not null
     union
     select a.value from told cross join lateral jsonb_each_text(attributes) a
     where length(a.value) >= 4 and not exists (
       select 1 from customer o where o.workspace_id = $1 and o.attributes ->> a.key = a.value
         and o.customer_id not in (select customer_id from erased))`,
    [workspaceId],
  );
  return new Set(rows.map((row) => row.word));
}
