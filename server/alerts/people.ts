import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { record } from "../audit/record";
import type { Scope } from "../scope";
import { findAlert } from "./move-alert";

export const peoplePerPage = 25;

const row = z.object({
  customer_id: z.coerce.number(),
  reference: z.string().nullable(),
  segment: z.string(),
  last_day: z.string(),
  occasions: z.coerce.number(),
  value_minor: z.coerce.number().nullable(),
  main_store: z.string().nullable(),
  total: z.coerce.number(),
});

/**
 * Who the alert is about: the exposed of its change who are silent (methods 3), that is, who did not come in the latest
 * complete round (since day 0 before it is over) and whose days since the last occasion have reached their due time;
 * those with the highest expected value first. Each look is audited.
 */
export async function silentPeople(scope: Scope, { id, page }: { id: number; page: number }) {
  const { alert } = await findAlert(scope, id);
  const rows = await scope.db.execute(sql`
    with ${silentOf(scope, alert.changeId)}
    select silent.*, c.reference, p.name as main_store, count(*) over () as total
    from silent
    join customer c on c.workspace_id = ${scope.workspaceId} and c.customer_id = silent.customer_id
    left join store p on p.workspace_id = ${scope.workspaceId} and p.id = silent.main_store_id
    order by silent.value_minor desc nulls last, silent.customer_id
    limit ${peoplePerPage} offset ${(page - 1) * peoplePerPage}`);
  const people = z.array(row).parse([...rows]);
  const after = { people: people.map((one) => one.customer_id), page };
  await record(scope, { action: "people.see", subject: `alert:${id}`, after });
  return {
    people: people.map((one) => ({
      customerId: one.customer_id,
      reference: one.reference,
      segment: one.segment,
      lastDay: one.last_day,
      occasions: one.occasions,
      valueMinor: one.value_minor,
      mainStore: one.main_store,
    })),
    total: people[0]?.total ?? 0,
    page,
    pages: Math.max(1, Math.ceil((people[0]?.total ?? 0) / peoplePerPage)),
    currency: scope.workspace.currency,
  };
}

/** How many people that is; null where they are fewer than the minimum group. */
export async function silentCount(scope: Scope, changeId: number): Promise<number | null> {
  const [found] = await scope.db.execute<{ n: number }>(sql`
    with ${silentOf(scope, changeId)} select count(*)::int as n from silent`);
  const n = found?.n ?? 0;
  return n > 0 && n < scope.workspace.minGroup ? null : n;
}

/** `silent as (...)`: the exposed of a change who are silent on the workspace's today. */
function silentOf(scope: Scope, changeId: number): SQL {
  return sql`silent as (
      select m.customer_id, m.segment, m.value_minor, s.last_day, s.x + 1 as occasions, s.main_store_id
      from cohort_member m
      join change k on k.workspace_id = m.workspace_id and k.id = m.change_id and k.revision = m.revision
      join customer_state s on s.workspace_id = m.workspace_id and s.customer_id = m.customer_id
      join cohort h on h.workspace_id = m.workspace_id and h.change_id = m.change_id and h.revision = m.revision
      cross join lateral (
        select greatest((${scope.today}::date - m.day0 + 1) / h.round_days - 1, 0) * h.round_days as begun
      ) latest
      where m.workspace_id = ${scope.workspaceId} and m.change_id = ${changeId} and m.arm = 'exposed'
        and (m.censored_on is null or m.censored_on > ${scope.today}) and m.due_days is not null
        and ${scope.today}::date - s.last_day >= m.due_days
        and s.last_day < m.day0 + latest.begun
    )`;
}
