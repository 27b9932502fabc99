import { type SQL, sql } from "drizzle-orm";
import { bigints, words } from "@/db/array-parameter";
import type { ScopeRule } from "../change-rule";

/** Days, both included. */
export interface Stretch {
  from: string;
  to: string;
}

/** Instead of all visits and lines: tables of the same columns that hold those of some people. */
export interface Tables {
  visits: SQL;
  lines: SQL;
}

const EVERYBODY: Tables = { visits: sql`visit`, lines: sql`purchase_line` };

/**
 * `select customer_id, day`: the occasions that fall in a scope, one row per customer and day. Stores and channels are read
 * from visits; products, fulfilment and hours need the lines (persons and anonymous buyers: callers join a table of persons).
 */
export function occasionsInScope(workspaceId: number, rule: ScopeRule, stretch: Stretch, tables = EVERYBODY): SQL {
  return sql`select customer_id, day ${rowsInScope(workspaceId, rule, stretch, tables)} group by customer_id, day`;
}

/** `select customer_id`: everybody with so many occasions in a scope, once. */
export function buyersInScope(workspaceId: number, rule: ScopeRule, stretch: Stretch, minOccasions: number): SQL {
  if (minOccasions === 1) return sql`select distinct customer_id ${rowsInScope(workspaceId, rule, stretch, EVERYBODY)}`;
  return sql`select customer_id from (${occasionsInScope(workspaceId, rule, stretch)}) o
    group by customer_id having count(*) >= ${minOccasions}::int`;
}

/** From where to group: several rows of one customer and day. */
function rowsInScope(workspaceId: number, rule: ScopeRule, { from, to }: Stretch, { visits, lines }: Tables): SQL {
  const when = sql`workspace_id = ${workspaceId} and day between ${from}::date and ${to}::date`;
  const conditions = [...placeConditions(rule), ...listConditions(workspaceId, rule)];
  if (!needsLines(rule)) {
    const rest = conditions.map((condition) => sql`and ${condition}`);
    return sql`from ${visits} where ${when} and sale_lines > 0 ${sql.join(rest, sql` `)}`;
  }
  const merchandise = sql`product_id in (select id from product where workspace_id = ${workspaceId} and merchandise)`;
  const rest = [...conditions, ...lineConditions(rule), merchandise].map((condition) => sql`and ${condition}`);
  return sql`from ${lines} where ${when} and kind = 'sale' and quantity > 0 ${sql.join(rest, sql` `)}`;
}

export function needsLines(rule: ScopeRule): boolean {
  return rule.products.length > 0 || rule.fulfilments.length > 0 || rule.hours.length > 0;
}

/** On columns that visits and lines share. */
export function placeConditions(rule: ScopeRule): SQL[] {
  return [
    ...(rule.stores.length > 0 ? [sql`store_id = any(${bigints(rule.stores)})`] : []),
    ...(rule.channels.length > 0 ? [sql`channel = any(${words(rule.channels)})`] : []),
  ];
}

/** On columns of the lines alone. */
export function lineConditions(rule: ScopeRule): SQL[] {
  return [
    ...(rule.products.length > 0 ? [sql`product_id = any(${bigints(rule.products)})`] : []),
    ...(rule.fulfilments.length > 0 ? [sql`fulfilment = any(${words(rule.fulfilments)})`] : []),
    ...(rule.hours.length > 0 ? [inHours(rule)] : []),
  ];
}

export function inHours({ hours }: ScopeRule): SQL {
  const parts = hours.map(({ from, to }) =>
    from < to
      ? sql`(minute >= ${from}::int and minute < ${to}::int)`
      : sql`(minute >= ${from}::int or minute < ${to}::int)`,
  );
  return sql`(${sql.join(parts, sql` or `)})`;
}

function listConditions(workspaceId: number, { list }: ScopeRule): SQL[] {
  if (list === null) return [];
  if ("changeId" in list) {
    return [
      sql`customer_id in (select customer_id from change_customer
        where workspace_id = ${workspaceId} and change_id = ${list.changeId})`,
    ];
  }
  return [
    sql`customer_id in (select customer_id from customer_state
      where workspace_id = ${workspaceId} and segment = any(${words(list.segments)}))`,
  ];
}
