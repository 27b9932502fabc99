import type { BreakdownShown } from "./shapes";

export const SORTS = ["missing", "rate", "people", "name"] as const;
export type Sort = (typeof SORTS)[number];
export type BreakdownRow = BreakdownShown["dimensions"][number]["rows"][number];
type SeenRow = Extract<BreakdownRow, { hidden: false }>;

/** From so many rows on those in the middle are folded away. */
const READABLE = 14;
const FIRST = 8;
const LAST = 4;

/** Rows in the order asked for, the most missing, the lowest rate, the most people first; what cannot be said and what is hidden last. */
export function sortRows(rows: readonly BreakdownRow[], sort: Sort): BreakdownRow[] {
  const by = (row: BreakdownRow) => (row.hidden ? Number.POSITIVE_INFINITY : keyOf(row, sort));
  const name = (row: BreakdownRow) => row.name ?? "\uffff";
  return [...rows].sort((left, right) => {
    if (left.hidden !== right.hidden) return left.hidden ? 1 : -1;
    const order = sort === "name" ? 0 : by(left) - by(right);
    return order || name(left).localeCompare(name(right));
  });
}

function keyOf({ missing, rate, exposed }: SeenRow, sort: Sort): number {
  if (sort === "rate") return rate?.ratio ?? Number.MAX_VALUE;
  return sort === "people" ? -exposed : -missing.value;
}

/** The first and the last rows, and those between them, folded where there are many. */
export function foldRows(rows: readonly BreakdownRow[]): Record<"first" | "between" | "last", readonly BreakdownRow[]> {
  if (rows.length <= READABLE) return { first: rows, between: [], last: [] };
  const end = rows.filter((row) => !row.hidden).length;
  const last = Math.max(FIRST, end - LAST);
  return {
    first: rows.slice(0, FIRST),
    between: [...rows.slice(FIRST, last), ...rows.slice(end)],
    last: rows.slice(last, end),
  };
}
