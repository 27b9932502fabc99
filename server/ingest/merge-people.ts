import type { IdentityKind } from "@/db/schema";
import { sameEverywhere } from "./identity-value";
import type { MergeTarget } from "./merge-catalogue";
import { onePeopleImport } from "./source-lock";
import { writeTold } from "./write-told";

/**
 * Finds or makes the customer of every identity of this kind in a staging table, and leaves `stage_person(identity_hash,
 * customer_id, first_day, is_new)` behind. `staged` must have identity_hash, reference, day_number and kind. Returns how
 * many people are in the batch and how many of them are new.
 */
export async function mergePeople(
  target: MergeTarget,
  staged: "stage_line" | "stage_fact",
  kind: IdentityKind,
): Promise<{ people: number; made: number; told: number }> {
  const { sql, workspaceId, referencesId } = target;
  await sql.unsafe(
    `create temp table stage_person on commit drop as
     with seen as materialized (
       select identity_hash, min(reference collate "C") as reference, min(day_number) as first_day from (
         select identity_hash, reference, day_number from ${staged} where identity_hash is not null and kind <> 'refused'
         union all select identity_hash, reference, null from stage_customer
       ) met group by identity_hash
     )
     select s.identity_hash, s.reference, date '1970-01-01' + s.first_day as first_day, i.customer_id,
       i.customer_id is null as is_unnamed, i.customer_id is null as is_new
     from seen s left join identity i on i.workspace_id = $1 and i.source_id = $2 and i.kind = $3
       and i.value_hash = s.identity_hash`,
    [workspaceId, referencesId, kind],
  );
  if (sameEverywhere.has(kind)) await knownElsewhere(target, kind);
  const made = await makePeople(target, kind);
  await nameIdentities(target, kind);
  await sql.unsafe("analyze stage_person");
  await sql.unsafe(
    `create temp table stage_told on commit drop as
     select distinct on (p.customer_id) p.customer_id, p.is_new, s.home_area, s.attributes, '{}'::jsonb as consent
     from stage_customer s join stage_person p using (identity_hash) order by p.customer_id, s.line desc`,
  );
  const told = await writeTold(target);
  const [row] = await sql.unsafe<{ n: number }[]>("select count(distinct customer_id)::int as n from stage_person");
  return { people: row?.n ?? 0, made, told };
}

/** An address or a number that another source brought belongs to the same person here. */
async function knownElsewhere(target: MergeTarget, kind: IdentityKind): Promise<void> {
  await onePeopleImport(target.sql, target.workspaceId);
  await target.sql.unsafe(
    `update stage_person p set customer_id = k.customer_id, is_new = false
     from (
       select i.value_hash, min(i.customer_id) as customer_id
       from stage_person s join source f on f.workspace_id = $1
       join identity i on i.workspace_id = $1 and i.source_id = f.id and i.kind = $2 and i.value_hash = s.identity_hash
       where s.is_new and i.customer_id is not null group by i.value_hash
     ) k where p.is_new and p.identity_hash = k.value_hash`,
    [target.workspaceId, kind],
  );
}

async function makePeople({ sql, workspaceId, batchId }: MergeTarget, kind: IdentityKind): Promise<number> {
  const made = await sql.unsafe(
    `update stage_person set customer_id = nextval(pg_get_serial_sequence('customer', 'customer_id')) where is_new`,
  );
  // Only what a source itself calls its customers is kept in words: an address or a number never is.
  const reference = kind === "reference" ? "reference" : "null";
  await sql.unsafe(
    `insert into customer (workspace_id, customer_id, kind, reference)
     select $1, customer_id, 'person', ${reference} from stage_person where is_new order by customer_id`,
    [workspaceId],
  );
  await sql.unsafe(
    `insert into overwritten_value (workspace_id, table_name, row_id, column_name, by_batch, at)
     select $1, 'customer', customer_id, '*', $2, now() from stage_person where is_new`,
    [workspaceId, batchId],
  );
  return made.count;
}

async function nameIdentities(target: MergeTarget, kind: IdentityKind): Promise<void> {
  const { sql, workspaceId, referencesId, batchId } = target;
  await sql.unsafe(
    `insert into identity (workspace_id, source_id, kind, value_hash, customer_id, first_seen, batch_id)
     select $1, $2, $3, identity_hash, customer_id, first_day, $4 from stage_person where is_unnamed`,
    [workspaceId, referencesId, kind, batchId],
  );
  await sql.unsafe(
    `update identity i set first_seen = p.first_day from stage_person p
     where i.workspace_id = $1 and i.source_id = $2 and i.kind = $3 and i.value_hash = p.identity_hash
       and not p.is_unnamed and p.first_day is not null and (i.first_seen is null or i.first_seen > p.first_day)`,
    [workspaceId, referencesId, kind],
  );
  await sql.unsafe(
    `update identity i set registered = true from stage_customer s
     where i.workspace_id = $1 and i.source_id = $2 and i.kind = $3 and i.value_hash = s.identity_hash
       and not i.registered`,
    [workspaceId, referencesId, kind],
  );
}

/** Each store that sold to nobody known has one anonymous customer (D5): `stage_anonymous(store_id, customer_id)`. */
export async function mergeAnonymous({ sql, workspaceId }: MergeTarget): Promise<void> {
  await sql.unsafe(
    `insert into customer (workspace_id, kind, store_id)
     select $1, 'anonymous', s.id from stage_store s
     where s.ordinal in (select store_ordinal from stage_line where identity_hash is null and kind <> 'refused')
       and not exists (
         select 1 from customer c where c.workspace_id = $1 and c.store_id = s.id and c.kind = 'anonymous'
       )
     order by s.id`,
    [workspaceId],
  );
  await sql.unsafe(
    `create temp table stage_anonymous on commit drop as
     select c.store_id, c.customer_id from customer c join stage_store s on s.id = c.store_id
     where c.workspace_id = $1 and c.kind = 'anonymous'`,
    [workspaceId],
  );
}
