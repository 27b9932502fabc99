import { dayNumber } from "./calendar";
import type { DemoChange, DemoScope } from "./change";
import { channels, fulfilments } from "./ledger";
import type { ProductRow } from "./products";
import type { Store } from "./stores";
import { type Effect, effects } from "./truth";

/** What exposure asks of a past visit. */
export interface Visit {
  readonly day: number;
  readonly store: number;
  readonly channel: number;
  readonly fulfilment: number;
  readonly products: readonly number[];
}

/** A wave of a change reaching those who bought in its scope; by wave in the order of days. */
export interface Moment {
  readonly change: string;
  readonly day: number;
  /** Last day of the change, once it has ended. */
  readonly end: number | null;
  readonly effect: Effect;
  readonly byList: boolean;
  readonly inScope: (visit: Visit) => boolean;
}

const lookBack = 365;

function oneOf<T>(all: readonly T[], wanted: readonly T[] | undefined): ReadonlySet<number> | null {
  return wanted === undefined ? null : new Set(wanted.map((value) => all.indexOf(value)));
}

function productsIn(scope: DemoScope, products: readonly ProductRow[]): ReadonlySet<number> | null {
  const { categories, products: ids } = scope;
  if (categories === undefined && ids === undefined) return null;
  const isIn = (row: ProductRow) =>
    ids?.includes(row.externalId) || categories?.some((path) => path.every((step, i) => row.categoryPath[i] === step));
  return new Set(products.flatMap((row, index) => (isIn(row) ? [index] : [])));
}

function scopeTest(scope: DemoScope, storeIds: readonly string[], products: readonly ProductRow[]): Moment["inScope"] {
  const stores = oneOf(storeIds, scope.stores);
  const ways = oneOf<string>(channels, scope.channels);
  const hands = oneOf<string>(fulfilments, scope.fulfilments);
  const articles = productsIn(scope, products);
  return (visit) =>
    (stores === null || stores.has(visit.store)) &&
    (ways === null || ways.has(visit.channel)) &&
    (hands === null || hands.has(visit.fulfilment)) &&
    (articles === null || visit.products.some((product) => articles.has(product)));
}

/** The waves that have begun, earliest first: one per first day among the stores of the change. */
export function makeMoments(
  changes: readonly DemoChange[],
  stores: readonly Store[],
  products: readonly ProductRow[],
): Moment[] {
  const ids = stores.map((store) => store.row.externalId);
  const moments = changes.flatMap((change): Moment[] => {
    const effect = effects.find((one) => one.change === change.key);
    if (change.start.actual === null || effect === undefined) return [];
    const end = change.end?.actual == null ? null : dayNumber(change.end.actual);
    const starts = new Map<string, string[] | undefined>([[change.start.actual, change.scope.stores?.slice()]]);
    if (change.perStoreStart !== undefined) {
      starts.clear();
      for (const { store, actual } of change.perStoreStart)
        if (actual !== null) starts.set(actual, [...(starts.get(actual) ?? []), store]);
    }
    return [...starts].map(([day, its]) => {
      const scope = its === undefined ? change.scope : { ...change.scope, stores: its };
      const inScope = scopeTest(scope, ids, products);
      return { change: change.key, day: dayNumber(day), end, effect, byList: scope.list !== undefined, inScope };
    });
  });
  return moments.sort((p, q) => p.day - q.day);
}

/** Bought in scope at least once in the 365 days before the wave (methods 2). `visits` are in order of days. */
export function isExposed(moment: Moment, visits: readonly Visit[]): boolean {
  for (let i = visits.length - 1; i >= 0; i--) {
    const visit = visits[i];
    if (visit === undefined || visit.day < moment.day - lookBack) return false;
    if (visit.day < moment.day && moment.inScope(visit)) return true;
  }
  return false;
}
