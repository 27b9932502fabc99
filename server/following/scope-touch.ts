import { type SQL, sql } from "drizzle-orm";
import type { ScopeInput } from "../changes/schema";
import { scopeRows } from "../changes/scope-rows";
import type { Scope } from "../scope";
import { NAMED_SEGMENTS, type NamedSegment } from "../stats/portrait";
import { settingsOf } from "../workspaces/settings";
import { ruleOf } from "./change-rule";
import { addDays } from "./days";
import { hideSmall } from "./hide-small";
import { lineConditions, occasionsInScope, placeConditions } from "./occasions-in-scope";
import type { Outlook } from "./outlook";
import { preFlight } from "./pre-flight";
import { LEAST_RETURNS, LOOK_BACK } from "./settings";

export interface ScopeTouch {
  /** People who bought in the scope in the 365 days up to today; null = hidden, fewer than the minimum group. */
  customers: number | null;
  /** Of all people who bought in those days; hidden with them. */
  share: number | null;
  /** Minor units of those days: what was bought in the scope, by anonymous buyers too; hidden with them: it would be one person's. */
  revenueMinor: number | null;
  /** In the order of the named segments; `n` null = hidden, under the minimum group. */
  segments: { segment: NamedSegment; n: number | null }[];
  /** What would stand in the way of measuring it. */
  warnings: ("nobody" | "everybody" | "few")[];
  from: string;
  to: string;
  /** What following it would show; null where nobody is concerned, they are hidden, or there is no model yet. */
  outlook: Outlook | null;
}

/**
 * Whom a scope would touch if the change began tomorrow, and what following it would show: the live pre-flight of the form.
 * `except` = the change that is being edited.
 */
export async function scopeTouch(
  scope: Scope,
  input: ScopeInput & { except?: number | undefined },
): Promise<ScopeTouch> {
  const rule = await ruleOf(
    scope,
    scopeRows(input).map((row) => ({ ...row })),
  );
  const stretch = { from: addDays(scope.today, 1 - LOOK_BACK), to: scope.today };
  const { minOccasions } = settingsOf(scope.workspace);
  const rows = await scope.db.execute<{ segment: NamedSegment; n: number; everybody: number }>(sql`
    with concerned as (
      select customer_id from (${occasionsInScope(scope.workspaceId, rule, stretch)}) o
      group by customer_id having count(*) >= ${minOccasions}::int
    )
    select s.segment, (count(c.customer_id))::int as n, (count(*) filter (where s.n_365 > 0))::int as everybody
    from customer_state s left join concerned c using (customer_id)
    where s.workspace_id = ${scope.workspaceId}
    group by s.segment`);
  const customers = rows.reduce((sum, row) => sum + row.n, 0);
  const everybody = rows.reduce((sum, row) => sum + row.everybody, 0);
  const counts = NAMED_SEGMENTS.map((segment) => rows.find((row) => row.segment === segment)?.n ?? 0);
  const hidden = hideSmall(counts, scope.workspace.minGroup);
  const [money] = await scope.db.execute<{ revenue: number | null }>(
    revenueIn(scope, placesAndLines(scope, rule), stretch),
  );
  const warnings = warningsOf(customers, everybody);
  if (customers > 0 && customers < scope.workspace.minGroup) {
    return { customers: null, share: null, revenueMinor: null, segments: [], warnings, outlook: null, ...stretch };
  }
  return {
    customers,
    share: everybody > 0 ? customers / everybody : 0,
    revenueMinor: money?.revenue ?? 0,
    segments: NAMED_SEGMENTS.flatMap((segment, i) => {
      const n = counts[i] ?? 0;
      return n === 0 ? [] : [{ segment, n: hidden[i] ? null : n }];
    }),
    warnings,
    outlook: await preFlight(scope, {
      ...{ rule, stretch, except: input.except },
      ...{ exposed: customers, others: everybody - customers },
      hidden: new Set(NAMED_SEGMENTS.filter((_, i) => hidden[i])),
    }),
    ...stretch,
  };
}

function placesAndLines(scope: Scope, rule: Awaited<ReturnType<typeof ruleOf>>): SQL {
  const conditions = [...placeConditions(rule), ...lineConditions(rule)];
  if (rule.list !== null && "segments" in rule.list) {
    const segments = sql.join(
      rule.list.segments.map((segment) => sql`${segment}`),
      sql`, `,
    );
    conditions.push(sql`customer_id in (select customer_id from customer_state
      where workspace_id = ${scope.workspaceId} and segment in (${segments}))`);
  }
  return sql.join(
    conditions.map((condition) => sql`and ${condition}`),
    sql` `,
  );
}

function revenueIn(scope: Scope, conditions: SQL, { from, to }: { from: string; to: string }): SQL {
  return sql`
    select sum(amount_minor::float8) as revenue from purchase_line
    where workspace_id = ${scope.workspaceId} and day between ${from}::date and ${to}::date and kind in ('sale', 'refund') ${conditions}`;
}

function warningsOf(customers: number, everybody: number): ScopeTouch["warnings"] {
  if (customers === 0) return ["nobody"];
  const others = everybody - customers;
  return [
    ...(others < customers ? ["everybody" as const] : []),
    ...(customers < 2 * LEAST_RETURNS ? ["few" as const] : []),
  ];
}
