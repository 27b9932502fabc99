import { and, eq, sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { change, changeScope } from "@/db/schema";
import type { Dimension } from "@/db/schema/changes";
import { NotFound } from "../errors";
import type { Scope } from "../scope";

/** What a change touches, ready for SQL: empty = all. Products hold the descendants of the categories named. */
export interface ScopeRule {
  stores: number[];
  products: number[];
  channels: string[];
  fulfilments: string[];
  /** Minutes since local midnight, [from, to); from > to goes over midnight. */
  hours: { from: number; to: number }[];
  /** The people named in change_customer, or whoever stands in these segments today (before it is recorded). */
  list: { changeId: number } | { segments: string[] } | null;
}

/** Stores that met the change on one day; `stores` is empty where the scope names none. */
export interface Wave {
  wave: number;
  day0: string;
  stores: number[];
}

export interface ChangeRule {
  change: typeof change.$inferSelect;
  rule: ScopeRule;
  /** In the order of their days, numbered from 0. Empty while the change has no day. */
  waves: Wave[];
}

/** One row of a scope, as `change_scope` and the form give it. */
export interface ScopeItem {
  dimension: Dimension;
  refId: number | null;
  value: string | null;
  startOn?: string | null;
}

/** The change as it stands, its scope as a rule and its waves. @throws NotFound */
export async function changeRule(scope: Scope, changeId: number): Promise<ChangeRule> {
  const [found] = await scope.db
    .select()
    .from(change)
    .where(and(eq(change.workspaceId, scope.workspaceId), eq(change.id, changeId)));
  if (!found) throw new NotFound("change");
  const items = await scope.db
    .select()
    .from(changeScope)
    .where(
      and(
        eq(changeScope.workspaceId, scope.workspaceId),
        eq(changeScope.changeId, changeId),
        eq(changeScope.revision, found.revision),
      ),
    )
    .orderBy(changeScope.item);
  const rule = await ruleOf(scope, items);
  if (items.some((item) => item.dimension === "list")) rule.list = { changeId };
  return { change: found, rule, waves: wavesOf(items, found.startActual ?? found.startPlanned) };
}

/** A scope's rows as a rule; categories become the products under them. */
export async function ruleOf(scope: Scope, items: readonly ScopeItem[]): Promise<ScopeRule> {
  const refs = (dimension: Dimension) =>
    items.flatMap((item) => (item.dimension === dimension && item.refId !== null ? [item.refId] : []));
  const values = (dimension: Dimension) =>
    items.flatMap((item) => (item.dimension === dimension && item.value !== null ? [item.value] : []));
  const segments = values("list");
  return {
    stores: refs("store"),
    products: await descendants(scope, [...refs("product"), ...refs("category")]),
    channels: values("channel"),
    fulfilments: values("fulfilment"),
    hours: values("hours").map(minutes),
    list: segments.length > 0 ? { segments } : null,
  };
}

/** Each distinct start is a wave; a store without one of its own starts with the change. */
export function wavesOf(items: readonly ScopeItem[], start: string | null): Wave[] {
  const stores = items.flatMap((item) =>
    item.dimension === "store" && item.refId !== null ? [{ id: item.refId, day0: item.startOn ?? start }] : [],
  );
  const days = [...new Set(stores.length > 0 ? stores.map((store) => store.day0) : [start])];
  return days
    .filter((day) => day !== null)
    .sort()
    .map((day0, wave) => ({
      wave,
      day0,
      stores: stores.filter((store) => store.day0 === day0).map((store) => store.id),
    }));
}

/** The rule of one wave: the change's, in the stores of that wave. */
export function ruleOfWave(rule: ScopeRule, wave: Wave): ScopeRule {
  return { ...rule, stores: wave.stores };
}

async function descendants(scope: Scope, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await scope.db.execute<{ id: string }>(sql`
    with recursive branch as (
      select id, kind from product where workspace_id = ${scope.workspaceId} and id = any(${bigints(ids)})
      union
      select p.id, p.kind from product p join branch b on p.parent_id = b.id where p.workspace_id = ${scope.workspaceId}
    )
    select id from branch order by id`);
  return rows.map((row) => Number(row.id));
}

/** "08:30-12:00" -> {from: 510, to: 720}. */
function minutes(hours: string): { from: number; to: number } {
  const [from = 0, to = 0] = hours.split("-").map((clock) => {
    const [hour = 0, minute = 0] = clock.split(":").map(Number);
    return 60 * hour + minute;
  });
  return { from, to };
}
