import type { MergeTarget } from "./merge-catalogue";
import type { MergedLines } from "./merge-lines";
import { touchCustomers } from "./touch-customers";

export type FactTable = "survey_invitation" | "survey_response" | "persona_answer" | "interaction";

const ownColumns: Record<FactTable, string> = {
  survey_invitation: "survey, channel, stratum, random",
  survey_response: "score, store_id, survey, invitation_key",
  persona_answer: "persona, answers",
  interaction: "kind, direction, mode, channel, store_id, product_id, resolved_first, transferred",
};

/**
 * Brings staged invitations, answers or interactions into their table, what was written with them into verbatim. The same key with
 * another content, or another customer, is a correction (D4): the old rows are set aside.
 */
export async function mergeFacts(target: MergeTarget, table: FactTable): Promise<MergedLines> {
  const { sql, workspaceId, sourceId, batchId } = target;
  const columns = `customer_id, row_key, identity_hash, at, day, ${ownColumns[table]}`;
  await sql.unsafe(resolve);
  const old = await sql.unsafe(
    `create temp table stage_old on commit drop as
     select o.row_key, o.customer_id, o.day from ${table} o join stage_resolved r using (row_key)
     left join verbatim v on v.workspace_id = $1 and v.customer_id = o.customer_id and v.source_id = $2
       and v.row_key = o.row_key
     where o.workspace_id = $1 and o.source_id = $2
       and (${of("o", columns)}, v.body) is distinct from (${of("r", columns)}, r.body)`,
    [workspaceId, sourceId],
  );
  for (const name of [table, "verbatim"]) {
    await sql.unsafe(
      `insert into superseded_row (workspace_id, table_name, row_key, by_batch, customer_id, row, at)
       select $1, '${name}', t.row_key, $3, t.customer_id, to_jsonb(t), now()
       from ${name} t join stage_old o using (customer_id, row_key) where t.workspace_id = $1 and t.source_id = $2`,
      [workspaceId, sourceId, batchId],
    );
    await sql.unsafe(
      `delete from ${name} t using stage_old o where t.workspace_id = $1 and t.source_id = $2
         and t.customer_id = o.customer_id and t.row_key = o.row_key`,
      [workspaceId, sourceId],
    );
  }
  const unchanged = await sql.unsafe(
    `delete from stage_resolved r using ${table} o
     where o.workspace_id = $1 and o.source_id = $2 and o.row_key = r.row_key`,
    [workspaceId, sourceId],
  );
  const inserted = await sql.unsafe(
    `insert into ${table} (workspace_id, source_id, batch_id, ${columns})
     select $1, $2, $3, ${columns} from stage_resolved order by customer_id, row_key`,
    [workspaceId, sourceId, batchId],
  );
  await sql.unsafe(
    `insert into verbatim (workspace_id, source_id, batch_id, customer_id, row_key, origin, day, store_id, product_id, body)
     select $1, $2, $3, customer_id, row_key, '${table}', day, store_id, product_id, body
     from stage_resolved where body is not null`,
    [workspaceId, sourceId, batchId],
  );
  await touchCustomers(target, {
    fresh: "select customer_id, day from stage_resolved",
    gone: "select customer_id, day from stage_old",
  });
  return { inserted: inserted.count, corrected: old.count, replaced: 0, unchanged: unchanged.count };
}

const resolve = `
  create temp table stage_resolved on commit drop as
  select p.customer_id, f.row_key, f.identity_hash, to_timestamp(f.at_ms / 1000.0::double precision) as at,
    date '1970-01-01' + f.day_number as day, s.id as store_id, g.id as product_id, f.score, f.kind, f.direction, f.mode,
    f.channel, f.resolved_first, f.transferred, f.survey, f.invitation_key, f.stratum, f.random, f.persona, f.answers,
    f.body
  from stage_fact f
  join stage_person p using (identity_hash)
  left join stage_store s on s.ordinal = f.store_ordinal
  left join stage_product g on g.ordinal = f.product_ordinal`;

function of(alias: string, columns: string): string {
  return columns
    .split(", ")
    .map((column) => `${alias}.${column}`)
    .join(", ");
}
