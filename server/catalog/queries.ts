import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { product, store } from "@/db/schema";
import type { Scope } from "../scope";

export interface StoreChoice {
  id: number;
  name: string;
  region: string | null;
}

/** The stores that are open or to come, by name in the reader's alphabet. */
export async function storesOf(scope: Scope): Promise<StoreChoice[]> {
  return scope.db
    .select({ id: store.id, name: store.name, region: store.region })
    .from(store)
    .where(eq(store.workspaceId, scope.workspaceId))
    .orderBy(sql`${store.name} collate "fr-x-icu"`, store.id);
}

export interface CategoryChoice {
  id: number;
  name: string;
  /** Names from the root: "Women / Knitwear". */
  path: string;
}

export async function categoriesOf(scope: Scope): Promise<CategoryChoice[]> {
  return scope.db
    .select({ id: product.id, name: product.name, path: product.path })
    .from(product)
    .where(and(eq(product.workspaceId, scope.workspaceId), eq(product.kind, "category")))
    .orderBy(sql`${product.path} collate "fr-x-icu"`, product.id);
}

export interface ProductChoice {
  id: number;
  /** The source's own reference. */
  code: string;
  name: string;
}

const choice = { id: product.id, code: product.externalId, name: product.name };

/** Up to 20 products whose reference begins with the text, or whose name holds it. */
export async function findProducts(scope: Scope, text: string): Promise<ProductChoice[]> {
  const escaped = text.trim().replace(/[\\%_]/g, (mark) => `\\${mark}`);
  if (escaped === "") return [];
  return scope.db
    .select(choice)
    .from(product)
    .where(
      and(
        eq(product.workspaceId, scope.workspaceId),
        eq(product.kind, "product"),
        or(sql`${product.externalId} ilike ${`${escaped}%`}`, sql`${product.name} ilike ${`%${escaped}%`}`),
      ),
    )
    .orderBy(sql`${product.externalId} ilike ${escaped} desc`, asc(product.name), product.id)
    .limit(20);
}

/** The product of a reference or of a whole name, without regard to capitals; null for what is none or several. */
export async function resolveProducts(
  scope: Scope,
  typed: readonly string[],
): Promise<{ text: string; product: ProductChoice | null }[]> {
  if (typed.length === 0) return [];
  const wanted = typed.map((text) => text.trim().toLowerCase());
  const found = await scope.db
    .select(choice)
    .from(product)
    .where(
      and(
        eq(product.workspaceId, scope.workspaceId),
        eq(product.kind, "product"),
        or(inArray(sql`lower(${product.externalId})`, wanted), inArray(sql`lower(${product.name})`, wanted)),
      ),
    );
  return typed.map((text, place) => {
    const byCode = found.filter((one) => one.code.toLowerCase() === wanted[place]);
    const matches = byCode.length > 0 ? byCode : found.filter((one) => one.name.toLowerCase() === wanted[place]);
    return { text, product: matches.length === 1 ? (matches[0] ?? null) : null };
  });
}

/** Names for ids, for showing what a change touches. */
export async function namesOf(
  scope: Scope,
  ids: { stores: readonly number[]; products: readonly number[] },
): Promise<{ stores: Map<number, string>; products: Map<number, ProductChoice & { path: string }> }> {
  const stores =
    ids.stores.length === 0
      ? []
      : await scope.db
          .select({ id: store.id, name: store.name })
          .from(store)
          .where(and(eq(store.workspaceId, scope.workspaceId), inArray(store.id, [...ids.stores])));
  const products =
    ids.products.length === 0
      ? []
      : await scope.db
          .select({ ...choice, path: product.path })
          .from(product)
          .where(and(eq(product.workspaceId, scope.workspaceId), inArray(product.id, [...ids.products])));
  return {
    stores: new Map(stores.map((one) => [one.id, one.name])),
    products: new Map(products.map((one) => [one.id, one])),
  };
}
