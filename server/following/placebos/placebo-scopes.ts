import { and, eq, type SQL, sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { changeScope } from "@/db/schema";
import type { Scope } from "../../scope";
import type { ChangeRule, ScopeItem } from "../change-rule";
import { addDays } from "../days";
import { PLACEBO_DAYS, PLACEBOS } from "./plan-placebos";

/** Stands beside a store, product or category of the scope: how many bought there, and whether it is of the same kind of place. */
export interface Rival {
  id: number;
  buyers: number;
  /** The store's format, or the category above. */
  family: string | null;
}

/** The rows of a change's scope, as they stand in its present revision. */
export async function scopeItems({ db, workspaceId }: Scope, { change }: ChangeRule): Promise<ScopeItem[]> {
  return db
    .select({ dimension: changeScope.dimension, refId: changeScope.refId, value: changeScope.value })
    .from(changeScope)
    .where(
      and(
        eq(changeScope.workspaceId, workspaceId),
        eq(changeScope.changeId, change.id),
        eq(changeScope.revision, change.revision),
      ),
    )
    .orderBy(changeScope.item);
}

/**
 * The same scope elsewhere, the likest first (methods 4): where it names stores, as many other stores; where it names products or
 * categories, as many others beside them; of the same format or parent if there are enough, and with about as many buyers in the
 * 13 weeks before day 0. No store or product stands in two of them. None for other scopes: nothing else is like them.
 */
export async function scopesElsewhere(scope: Scope, items: readonly ScopeItem[], day0: string): Promise<ScopeItem[][]> {
  return elsewhereAmong(items, await readRivals(scope, items, day0));
}

/** The scope with what it moves replaced by the likest of these. */
export function elsewhereAmong(items: readonly ScopeItem[], rivals: readonly Rival[]): ScopeItem[][] {
  const moved = movedOf(items);
  return likeSets(moved, rivals).map((set) =>
    items.map((item) => {
      const at = moved.indexOf(item);
      return at < 0 ? item : { ...item, refId: set[at] ?? null };
    }),
  );
}

/** All that might stand for the scope's stores, else for its products and categories; these themselves among them. */
export async function readRivals(scope: Scope, items: readonly ScopeItem[], day0: string): Promise<Rival[]> {
  const moved = movedOf(items);
  const days = { from: addDays(day0, -PLACEBO_DAYS), to: addDays(day0, -1) };
  if (moved.length === 0) return [];
  return moved[0]?.dimension === "store" ? readStores(scope, days) : readGoods(scope, moved, days);
}

function movedOf(items: readonly ScopeItem[]): ScopeItem[] {
  const stores = items.filter(({ dimension }) => dimension === "store");
  return stores.length > 0
    ? stores
    : items.filter(({ dimension }) => dimension === "product" || dimension === "category");
}

/** Sets of as many rivals as there are items, each the nearest to its own item that stands in no set yet. */
export function likeSets(moved: readonly Pick<ScopeItem, "refId">[], rivals: readonly Rival[]): number[][] {
  const known = new Map(rivals.map((rival) => [rival.id, rival]));
  const own = new Set(moved.map(({ refId }) => refId));
  const free = new Map(rivals.filter(({ id, buyers }) => !own.has(id) && buyers > 0).map((rival) => [rival.id, rival]));
  const sets: number[][] = [];
  while (moved.length > 0 && sets.length < PLACEBOS.most && free.size >= moved.length) {
    const set = moved.map(({ refId }) => {
      const nearest = nearestTo(known.get(refId ?? 0), [...free.values()]);
      free.delete(nearest);
      return nearest;
    });
    sets.push(set);
  }
  return sets;
}

function nearestTo(item: Rival | undefined, rivals: readonly Rival[]): number {
  const away = ({ buyers, family }: Rival) =>
    Math.abs(Math.log(buyers / Math.max(1, item?.buyers ?? 1))) + (family === (item?.family ?? null) ? 0 : FAMILY);
  const sorted = [...rivals].sort((left, right) => away(left) - away(right) || left.id - right.id);
  return sorted[0]?.id ?? 0;
}

/** One of another family must be this much nearer in ln buyers: e^2 = 7 times. */
const FAMILY = 2;

async function readStores({ db, workspaceId }: Scope, { from, to }: Days): Promise<Rival[]> {
  return rivalsOf(
    await db.execute<RivalRow>(sql`
      select s.id, s.format as family, count(v.customer_id)::int as buyers
      from store s left join visit v on v.workspace_id = ${workspaceId} and v.store_id = s.id
        and v.day between ${from}::date and ${to}::date and v.occasion
      where s.workspace_id = ${workspaceId} group by s.id, s.format`),
  );
}

/** Products or categories beside these; those of other parents too where there are fewer than three for each. */
async function readGoods(scope: Scope, goods: readonly ScopeItem[], days: Days): Promise<Rival[]> {
  const ids = bigints(goods.flatMap(({ refId }) => refId ?? []));
  const { workspaceId } = scope;
  const near = await readBuyers(
    scope,
    ids,
    days,
    sql`exists (select 1 from product o where o.workspace_id = ${workspaceId}
    and o.id = any(${ids}) and o.parent_id is not distinct from p.parent_id)`,
  );
  return near.length >= 4 * goods.length ? near : readBuyers(scope, ids, days, sql`true`);
}

async function readBuyers({ db, workspaceId }: Scope, ids: SQL, { from, to }: Days, beside: SQL): Promise<Rival[]> {
  return rivalsOf(
    await db.execute<RivalRow>(sql`
      with recursive root as (
        select p.id, p.parent_id from product p
        where p.workspace_id = ${workspaceId} and p.kind in (
          select kind from product where workspace_id = ${workspaceId} and id = any(${ids})) and (${beside})
      ),
      branch as (
        select id as root, id from root
        union
        select b.root, p.id from product p join branch b on p.parent_id = b.id where p.workspace_id = ${workspaceId}
      ),
      sold as (
        select b.root, count(distinct l.customer_id)::int as buyers
        from branch b join purchase_line l on l.workspace_id = ${workspaceId} and l.product_id = b.id
        where l.day between ${from}::date and ${to}::date and l.kind = 'sale' and l.quantity > 0
        group by b.root
      )
      select r.id, r.parent_id::text as family, coalesce(s.buyers, 0) as buyers from root r left join sold s on s.root = r.id`),
  );
}

interface Days {
  from: string;
  to: string;
}

interface RivalRow extends Record<string, unknown> {
  id: string;
  family: string | null;
  buyers: number;
}

function rivalsOf(rows: readonly RivalRow[]): Rival[] {
  return rows.map(({ id, family, buyers }) => ({ id: Number(id), family, buyers }));
}
