import type { ShiftSums } from "./shift-sums";

/** Numbers a stratum and arm. */
export const key = (stratum: number, exposed: boolean) => 2 * stratum + (exposed ? 1 : 0);

/** People by stratum and arm. */
export function countBy(rows: readonly ShiftSums[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const { stratum, exposed, n } of rows) {
    sizes.set(key(stratum, exposed), (sizes.get(key(stratum, exposed)) ?? 0) + n);
  }
  return sizes;
}

/** What one person of a stratum and arm weighs: the exposed together weigh 1, the twins of a stratum as its exposed do. */
export function weightsOf(rows: readonly ShiftSums[]): (row: Pick<ShiftSums, "stratum" | "exposed">) => number {
  const sizes = countBy(rows);
  const all = rows.reduce((sum, row) => sum + (row.exposed ? row.n : 0), 0);
  return ({ stratum, exposed }) => (sizes.get(key(stratum, true)) ?? 0) / (sizes.get(key(stratum, exposed)) ?? 1) / all;
}
