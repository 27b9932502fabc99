import { type SQL, sql } from "drizzle-orm";
import type { ScopeInput } from "../../changes/schema";
import { scopeRows } from "../../changes/scope-rows";
import type { Scope } from "../../scope";
import { NAMED_SEGMENTS, type NamedSegment } from "../../stats/portrait";
import { settingsOf } from "../../workspaces/settings";
import { ruleOf, type ScopeRule } from "../change-rule";
import { buyersInScope, lineConditions, placeConditions, type Stretch } from "../cohort/occasions-in-scope";
import { addDays } from "../days";
import { hideSmall } from "../hide-small";
import { LEAST_RETURNS, LOOK_BACK } from "../settings";
import type { Outlook } from "./outlook";
import { preFlight } from "./pre-flight";

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
  await findTouched(scope, rule, stretch);
  const rows = await countTouched(scope);
  const customers = rows.reduce((sum, row) => sum + row.n, 0);
  const everybody = await countEverybody(scope);
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

/** The temporary table `concerned` (customer_id): who bought in the scope; all that is foreseen reads it. */
async function findTouched({ db, workspaceId, workspace }: Scope, rule: ScopeRule, stretch: Stretch): Promise<void> {
  const { minOccasions } = settingsOf(workspace);
  await db.execute(sql`drop table if exists pg_temp.concerned`);
  await db.execute(sql`
    create temp table concerned on commit drop as ${buyersInScope(workspaceId, rule, stretch, minOccasions)}`);
  await db.execute(sql`analyze concerned`);
}

async function countTouched({ db, workspaceId }: Scope): Promise<{ segment: NamedSegment; n: number }[]> {
  return db.execute<{ segment: NamedSegment; n: number }>(sql`
    select segment, count(*)::int as n from customer_state join concerned using (customer_id)
    where workspace_id = ${workspaceId} group by segment`);
}

/** People who bought in the year. */
async function countEverybody({ db, workspaceId }: Scope): Promise<number> {
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from customer_state where workspace_id = ${workspaceId} and n_365 > 0`,
  );
  return row?.n ?? 0;
}

function placesAndLines(scope: Scope, rule: ScopeRule): SQL {
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
