import type { MergeTarget } from "./merge-catalogue";

/**
 * Writes what files say of customers, from `stage_told(customer_id, is_new, home_area, attributes, consent)`, one row per
 * customer. Silence changes nothing; a consent of an earlier day than the known one neither. What is overwritten is kept
 * for undo, value by value (D6). Returns how many customers known before now have other values.
 */
export async function writeTold({ sql, workspaceId, batchId }: MergeTarget): Promise<number> {
  await sql.unsafe(
    `create temp table stage_change on commit drop as
     select t.customer_id, t.is_new, v.name, v.field, v.before, v.after
     from stage_told t join customer c on c.workspace_id = $1 and c.customer_id = t.customer_id
     cross join lateral (
       select 'home_area' as name, null as field, to_jsonb(c.home_area) as before, to_jsonb(t.home_area) as after
       union all
       select 'attributes', a.key, c.attributes -> a.key, a.value from jsonb_each(t.attributes) a
       union all
       select 'consent', s.key, c.consent -> s.key, s.value from jsonb_each(t.consent) s
       where not ${isOlder}
     ) v where v.after is not null and v.after is distinct from v.before`,
    [workspaceId],
  );
  await sql.unsafe(
    `insert into overwritten_value (workspace_id, table_name, row_id, column_name, by_batch, before, after, at)
     select $1, 'customer', customer_id, concat_ws('.', name, field), $2, before, after, now()
     from stage_change where not is_new`,
    [workspaceId, batchId],
  );
  await sql.unsafe(
    `update customer c set
       home_area = coalesce(v.home_area, c.home_area), attributes = c.attributes || coalesce(v.attributes, '{}'),
       consent = c.consent || coalesce(v.consent, '{}')
     from (
       select customer_id, min(after #>> '{}') filter (where name = 'home_area') as home_area,
         jsonb_object_agg(field, after) filter (where name = 'attributes') as attributes,
         jsonb_object_agg(field, after) filter (where name = 'consent') as consent
       from stage_change group by customer_id
     ) v where c.workspace_id = $1 and c.customer_id = v.customer_id`,
    [workspaceId],
  );
  const [row] = await sql.unsafe<{ n: number }[]>(
    "select count(distinct customer_id)::int as n from stage_change where not is_new",
  );
  return row?.n ?? 0;
}

/** What is known has a later day, or the same state and a day where the file tells none. */
const isOlder = `coalesce(
  (c.consent -> s.key ->> 'on') > (s.value ->> 'on')
  or (s.value ->> 'on') is null and (c.consent -> s.key ->> 'state') = (s.value ->> 'state'), false)`;
