import type { ShiftSums } from "./shift-sums";

export interface ShiftError {
  /** Whose differences are taken to be their own: stores, or people and what placebo changes differ by. */
  by: "store" | "customer";
  clusters: number;
  tau2: number;
}

/** Stores, counted by how evenly the exposed go there (Kish), from which errors are clustered by them (methods 5). */
const LEAST_CLUSTERS = 20;

/** How the errors of these people are reckoned: by store where the exposed of 20 or more stand side by side. */
export function shiftError(rows: readonly ShiftSums[], tau2: number): ShiftError {
  const sizes = new Map<number, number>();
  for (const { exposed, cluster, n } of rows) if (exposed) sizes.set(cluster, (sizes.get(cluster) ?? 0) + n);
  const all = [...sizes.values()].reduce((sum, n) => sum + n, 0);
  const squares = [...sizes.values()].reduce((sum, n) => sum + n * n, 0);
  const effective = squares > 0 ? (all * all) / squares : 0;
  if (effective < LEAST_CLUSTERS) return { by: "customer", clusters: 0, tau2 };
  return { by: "store", clusters: new Set(rows.map(({ cluster }) => cluster)).size, tau2: 0 };
}
