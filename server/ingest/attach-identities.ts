import { hasHistory } from "./find-homes";
import type { MergeTarget } from "./merge-catalogue";

/**
 * Gives every identity of the file to its customer (D5): those of nobody are attached; those of a customer without history,
 * whom the file does not give it to, move; those of a customer with history stay. One that several people are given goes to
 * whom it is the anchor of, else to the oldest customer. Whoever lost their last identity so is taken in by who has it now.
 * Returns how many came to somebody.
 */
export async function attachIdentities(target: MergeTarget): Promise<number> {
  const { sql, workspaceId, referencesId, batchId } = target;
  await sql.unsafe(
    `create temp table stage_kept on commit drop as
     select distinct c.kind, c.value_hash from stage_claim c join stage_somebody s using (person)
     join identity i on i.workspace_id = $1 and i.source_id = $2 and i.kind = c.kind and i.value_hash = c.value_hash
     where i.customer_id = s.home`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `create temp table stage_gain on commit drop as
     select distinct on (c.kind, c.value_hash) c.kind, c.value_hash, s.home as customer_id, i.customer_id as before
     from stage_claim c join stage_somebody s using (person)
     left join identity i on i.workspace_id = $1 and i.source_id = $2 and i.kind = c.kind and i.value_hash = c.value_hash
     left join stage_owner o on o.customer_id = i.customer_id
     left join stage_kept k on k.kind = c.kind and k.value_hash = c.value_hash
     where k.kind is null and not coalesce(o.has_history, false)
     order by c.kind, c.value_hash, c.is_anchor desc, s.home`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `update identity i set customer_id = g.customer_id from stage_gain g
     where i.workspace_id = $1 and i.source_id = $2 and i.kind = g.kind and i.value_hash = g.value_hash
       and g.before is not null`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `insert into identity (workspace_id, source_id, kind, value_hash, customer_id, batch_id)
     select $1, $2, kind, value_hash, customer_id, $3 from stage_gain where before is null`,
    [workspaceId, referencesId, batchId],
  );
  await sql.unsafe(
    `update identity i set registered = true, verified = coalesce(c.verified, i.verified)
     from stage_claim c join stage_somebody s using (person)
     where i.workspace_id = $1 and i.source_id = $2 and i.kind = c.kind and i.value_hash = c.value_hash
       and i.customer_id = s.home and (not i.registered or i.verified <> coalesce(c.verified, i.verified))`,
    [workspaceId, referencesId],
  );
  await takeIn(target);
  const [row] = await sql.unsafe<{ n: number }[]>("select count(*)::int as n from stage_gain");
  return row?.n ?? 0;
}

/**
 * Customers left with neither identity nor history: what was known of them goes on, an opposition before all. What imports
 * had written over in them goes: an erasure would not find it under the person whom they are now.
 */
async function takeIn({ sql, workspaceId }: MergeTarget): Promise<void> {
  await sql.unsafe(
    `create temp table stage_taken on commit drop as
     select b.before as customer_id, b.home, c.home_area, c.attributes, c.consent
     from (select before, min(customer_id) as home from stage_gain where before is not null group by before) b
     join customer c on c.workspace_id = $1 and c.customer_id = b.before
     where not exists (select 1 from identity i where i.workspace_id = $1 and i.customer_id = b.before)
       and not exists (select 1 from stage_somebody s where s.home = b.before)
       and not ${hasHistory("b.before")}`,
    [workspaceId],
  );
  await sql.unsafe(
    `update customer c set home_area = coalesce(c.home_area, t.home_area), attributes = t.attributes || c.attributes,
       consent = t.consent || c.consent || t.opposed
     from (
       select t.home, min(t.home_area) as home_area,
         coalesce(jsonb_object_agg(a.key, a.value) filter (where a.part = 'attribute'), '{}') as attributes,
         coalesce(jsonb_object_agg(a.key, a.value) filter (where a.part = 'consent'), '{}') as consent,
         coalesce(jsonb_object_agg(a.key, a.value) filter (
           where a.part = 'consent' and a.value ->> 'state' = 'opposed'), '{}') as opposed
       from stage_taken t left join lateral (
         select 'attribute' as part, key, value from jsonb_each(t.attributes)
         union all select 'consent', key, value from jsonb_each(t.consent)
       ) a on true group by t.home
     ) t where c.workspace_id = $1 and c.customer_id = t.home`,
    [workspaceId],
  );
  await sql.unsafe(
    `delete from overwritten_value o using stage_taken t
     where o.workspace_id = $1 and o.table_name = 'customer' and o.row_id = t.customer_id`,
    [workspaceId],
  );
  await sql.unsafe(
    "delete from customer c using stage_taken t where c.workspace_id = $1 and c.customer_id = t.customer_id",
    [workspaceId],
  );
}
