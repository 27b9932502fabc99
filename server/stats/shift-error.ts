import type { ShiftSums } from "./shift-sums";

export interface ShiftError {
  /** Whose differences are taken to be their own: stores, or people and what placebo changes differ by. */
  by: "store" | "customer";
  clusters: number;
  tau2: number;
}

/** Stores, counted by how evenly the exposed go there (Kish), from which errors are clustered by them (methods 5). */
const LEAST_CLUSTERS = 20;

/** Whether errors are reckoned by store: where the exposed of 20 or more stand side by side. `sizes`: exposed people of each store. */
export function standInManyStores(sizes: readonly number[]): boolean {
  const all = sizes.reduce((sum, n) => sum + n, 0);
  const squares = sizes.reduce((sum, n) => sum + n * n, 0);
  return squares > 0 && (all * all) / squares >= LEAST_CLUSTERS;
}

/** How the errors of these people are reckoned. */
export function shiftError(rows: readonly ShiftSums[], by: ShiftError["by"], tau2: number): ShiftError {
  if (by === "customer") return { by, clusters: 0, tau2 };
  return { by, clusters: new Set(rows.map(({ cluster }) => cluster)).size, tau2: 0 };
}
