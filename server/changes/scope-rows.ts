import type { changeScope, Dimension } from "@/db/schema/changes";
import type { ScopeInput } from "./schema";

export type ScopeRow = Pick<typeof changeScope.$inferSelect, "dimension" | "refId" | "value" | "startOn">;

/** A change's scope as rows of `change_scope`, in a fixed order, without doubles. */
export function scopeRows(scope: ScopeInput): ScopeRow[] {
  const row = (dimension: Dimension, part: Partial<ScopeRow>): ScopeRow => ({
    dimension,
    refId: null,
    value: null,
    startOn: null,
    ...part,
  });
  const stores = new Map(scope.stores.map((store) => [store.id, store.startOn ?? null]));
  return [
    ...[...stores].map(([refId, startOn]) => row("store", { refId, startOn })),
    ...distinct(scope.products).map((refId) => row("product", { refId })),
    ...distinct(scope.categories).map((refId) => row("category", { refId })),
    ...distinct(scope.channels).map((value) => row("channel", { value })),
    ...distinct(scope.fulfilments).map((value) => row("fulfilment", { value })),
    ...distinct(scope.hours).map((value) => row("hours", { value })),
    ...distinct(scope.segments).map((value) => row("list", { value })),
  ];
}

/** The rows of one revision back as a scope. A list of people given one by one has no segment and stays a row. */
export function scopeOf(rows: readonly ScopeRow[]): ScopeInput {
  const refs = (dimension: Dimension) =>
    rows.filter((row) => row.dimension === dimension).flatMap((row) => (row.refId === null ? [] : [row.refId]));
  const values = (dimension: Dimension) =>
    rows.filter((row) => row.dimension === dimension).flatMap((row) => (row.value === null ? [] : [row.value]));
  return {
    stores: rows
      .filter((row) => row.dimension === "store")
      .flatMap((row) => (row.refId === null ? [] : [{ id: row.refId, startOn: row.startOn ?? undefined }])),
    products: refs("product"),
    categories: refs("category"),
    channels: values("channel") as ScopeInput["channels"],
    fulfilments: values("fulfilment") as ScopeInput["fulfilments"],
    hours: values("hours"),
    segments: values("list") as ScopeInput["segments"],
  };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
