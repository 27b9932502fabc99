import type { ReadChange } from "@/components/changes/change-table";
import { verdictOf } from "@/components/following/verdict-of";
import { type VerdictKind, verdictKinds } from "@/components/ui/verdict-kind";

export const perPage = 25;

/** One value of an address: the first where there are several, undefined where it is empty. */
export function one(value: string | string[] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first?.trim() || undefined;
}

export function verdictIn(value: string | undefined): VerdictKind | undefined {
  return verdictKinds.find((kind) => kind === value);
}

/** The changes with this verdict; those that nothing was read of yet have none. */
export function withVerdict(rows: readonly ReadChange[], kind: VerdictKind | undefined): readonly ReadChange[] {
  if (!kind) return rows;
  return rows.filter(({ read }) => read?.verdict && verdictOf(read.verdict) === kind);
}

/** One page of a list, and how many there are; a page that is not there is the nearest one. */
export function pageOf<T>(rows: readonly T[], asked: number): { rows: readonly T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const page = Math.min(pages, Math.max(1, Number.isSafeInteger(asked) ? asked : 1));
  return { rows: rows.slice((page - 1) * perPage, page * perPage), page, pages };
}
