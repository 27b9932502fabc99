import type { MergeTarget } from "./merge-catalogue";

/**
 * Says of everybody in a file of customers which customer they are: `home` of stage_somebody, with `is_new` where there was
 * none. Whoever is known by their anchor is that customer; else, or if that one has no history, the customer of another of
 * their identities (one with history before one without, the oldest first), unless that customer has an anchor of the same
 * kind of its own, for two references of a source are never taken for one person without asking. Returns how many are new.
 */
export async function findHomes(target: MergeTarget): Promise<number> {
  const { sql, workspaceId, referencesId } = target;
  await findOwners(target);
  await sql.unsafe(
    `with wish as (
       select distinct on (s.person) s.person, c.owner
       from stage_somebody s join stage_claim c using (person) join stage_owner o on o.customer_id = c.owner
       left join stage_owner own on own.customer_id = s.own
       where not c.is_anchor and (s.own is null or o.has_history and not own.has_history)
         and not exists (
           select 1 from identity i where i.workspace_id = $1 and i.source_id = $2 and i.customer_id = c.owner
             and i.kind = s.anchor_kind
         )
       order by s.person, o.has_history desc, c.owner
     ), granted as (select owner, min(person) as person from wish group by owner)
     update stage_somebody s set home = g.owner from granted g where s.person = g.person`,
    [workspaceId, referencesId],
  );
  await sql.unsafe("update stage_somebody set home = own where home is null and own is not null");
  const made = await sql.unsafe(
    `update stage_somebody set home = nextval(pg_get_serial_sequence('customer', 'customer_id')), is_new = true
     where home is null`,
  );
  await sql.unsafe("analyze stage_somebody");
  return made.count;
}

/** `owner` of each claim, and `stage_owner(customer_id, has_history)` of all who may lose or take an identity. */
async function findOwners({ sql, workspaceId, referencesId }: MergeTarget): Promise<void> {
  await sql.unsafe(
    `update stage_claim c set owner = i.customer_id from identity i
     where i.workspace_id = $1 and i.source_id = $2 and i.kind = c.kind and i.value_hash = c.value_hash`,
    [workspaceId, referencesId],
  );
  await sql.unsafe(
    `update stage_claim c set owner = k.customer_id from (
       select i.kind, i.value_hash, min(i.customer_id) as customer_id
       from stage_claim s join source f on f.workspace_id = $1
       join identity i on i.workspace_id = $1 and i.source_id = f.id and i.kind = s.kind and i.value_hash = s.value_hash
       where s.owner is null and s.kind in ('email', 'phone') and i.customer_id is not null group by i.kind, i.value_hash
     ) k where c.owner is null and c.kind = k.kind and c.value_hash = k.value_hash`,
    [workspaceId],
  );
  await sql.unsafe(
    "update stage_somebody s set own = c.owner from stage_claim c where c.person = s.person and c.is_anchor",
  );
  // Without it the next statement is planned as if nobody were known yet.
  await sql.unsafe("analyze stage_claim, stage_somebody");
  await sql.unsafe(
    `create temp table stage_owner on commit drop as
     select o.customer_id, ${hasHistory("o.customer_id")} as has_history
     from (
       select distinct c.owner as customer_id from stage_claim c
       where c.owner is not null and exists (
         select 1 from stage_claim d join stage_somebody s using (person)
         where d.person = c.person and d.owner is distinct from coalesce(s.own, -1) and d.owner is not null
       )
     ) o`,
    [workspaceId],
  );
  await sql.unsafe("analyze stage_owner");
}

const factTables = [
  "purchase_line",
  "interaction",
  "survey_invitation",
  "survey_response",
  "persona_answer",
  "superseded_row",
  "change_customer",
];

/** Whether rows say anything of a customer of workspace `$1`. */
export function hasHistory(customer: string): string {
  const any = factTables.map(
    (table) => `exists (select 1 from ${table} t where t.workspace_id = $1 and t.customer_id = ${customer})`,
  );
  return `(${any.join(" or ")})`;
}
