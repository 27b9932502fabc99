import type { MergeTarget } from "./merge-catalogue";

/**
 * Finds or makes the customer of every identity in a staging table, and leaves `stage_person(identity_hash,
 * customer_id)` behind. `staged` must have identity_hash, reference, day_number and kind. Returns how many people are
 * in the batch and how many of them are new.
 */
export async function mergePeople(
  { sql, workspaceId, referencesId }: MergeTarget,
  staged: "stage_line" | "stage_fact",
): Promise<{ people: number; made: number }> {
  await sql.unsafe(
    `create temp table stage_person on commit drop as
     with seen as materialized (
       select identity_hash, min(reference collate "C") as reference, min(day_number) as first_day from (
         select identity_hash, reference, day_number from ${staged} where identity_hash is not null and kind <> 'refused'
         union all select identity_hash, reference, null from stage_customer
       ) met group by identity_hash
     )
     select s.identity_hash, s.reference, date '1970-01-01' + s.first_day as first_day, i.customer_id,
       i.customer_id is null as is_new
     from seen s left join identity i on i.workspace_id = $1 and i.source_id = $2 and i.kind = 'reference'
       and i.value_hash = s.identity_hash`,
    [workspaceId, referencesId],
  );
  const made = await sql.unsafe(
    `update stage_person set customer_id = nextval(pg_get_serial_sequence('customer', 'customer_id')) where is_new`,
  );
  await sql.unsafe(
    `insert into customer (workspace_id, customer_id, kind, reference)
     select $1, customer_id, 'person', reference from stage_person where is_new order by customer_id`,
    [workspaceId],
  );
  await sql.unsafe(
    `insert into identity (workspace_id, source_id, kind, value_hash, customer_id, first_seen)
     select $1, $2, 'reference', identity_hash, customer_id, first_day from stage_person where is_new`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `update identity i set first_seen = p.first_day from stage_person p
     where i.workspace_id = $1 and i.source_id = $2 and i.kind = 'reference' and i.value_hash = p.identity_hash
       and not p.is_new and p.first_day is not null and (i.first_seen is null or i.first_seen > p.first_day)`,
    [workspaceId, referencesId],
  );
  await sql.unsafe("analyze stage_person");
  await sql.unsafe(
    `update customer c set home_area = coalesce(s.home_area, c.home_area), attributes = c.attributes || s.attributes
     from stage_customer s join stage_person p using (identity_hash)
     where c.workspace_id = $1 and c.customer_id = p.customer_id`,
    [workspaceId],
  );
  const [row] = await sql.unsafe<{ n: number }[]>("select count(*)::int as n from stage_person");
  return { people: row?.n ?? 0, made: made.count };
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
