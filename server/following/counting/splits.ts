import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Cohort } from "../cohort/open-cohort";

/** A change begun since day 0 that touches the members of another: by purchases in its scope before our day 0 (share-touched.ts). */
const laterChange = z.object({
  changeId: z.number().int(),
  revision: z.number().int(),
  /** Its first day since our day 0. */
  from: z.iso.date(),
  exposed: z.number(),
  twins: z.number(),
  /** Its place in `cohort_member.later`; null = its people are not kept apart. */
  place: z.number().int().nullable(),
});
export type LaterChange = z.infer<typeof laterChange>;

const laterShape = z.object({
  /** Day 0 of the waves that it was made for, and the changes that were looked at. */
  waves: z.array(z.string()),
  looked: z.array(z.string()),
  /** Those that touch enough, in the order of their first days. */
  changes: z.array(laterChange),
  /** From this one on too many of the concerned are left without twins of their kind: the two cannot be told apart. */
  alone: z.object({ changeId: z.number().int(), from: z.iso.date() }).nullable(),
});
export type Later = z.infer<typeof laterShape>;

/** Whose people are kept apart, and from which day on. */
export type Split = Pick<LaterChange, "changeId" | "revision" | "from"> & { place: number };

export function laterOf({ later }: Pick<Cohort, "later">): Later | null {
  const parsed = laterShape.safeParse(later);
  return parsed.success ? parsed.data : null;
}

export function splitsOf(found: Pick<Cohort, "later">): Split[] {
  return (laterOf(found)?.changes ?? []).flatMap(({ changeId, revision, from, place }) =>
    place === null ? [] : [{ changeId, revision, from, place }],
  );
}

/** Two bits of `cohort_member.later` for each: 1 = bought in its scope, 2 = made at least half of their occasions in it. */
export const maskOf = ({ place }: { place: number }): number => 3 << (2 * place);

/** A cell of a stratum has the stratum's number + this x the bits of its people: waves number their strata far below. */
const SPLIT = 2 ** 24;

/** The stratum, as frozen at day 0, that a cell is of. */
export function frozenOf(cell: number): number {
  return cell % SPLIT;
}

export const frozenIn = (cell: SQL): SQL => sql`(${cell} % ${SPLIT}::int)`;

export function bitsOf(cell: number): number {
  return Math.floor(cell / SPLIT);
}

/** The cell of a member (`stratum`, `later`) on a day: split by each later change from its first day on. */
export function cellOn(splits: readonly Split[], day: SQL): SQL {
  if (splits.length === 0) return sql`stratum`;
  const begun = splits.map((each) => sql`case when ${day} >= ${each.from}::date then ${maskOf(each)}::int else 0 end`);
  return sql`(stratum + ${SPLIT}::int * (later & (${sql.join(begun, sql` + `)})))`;
}

/** The cell of a member split by all of them, whatever the day: what they bought before day 0 was known on it. */
export const WHOLE_CELL = sql`(stratum + ${SPLIT}::int * later::int)`;

/** The part of `stratum_day` that readings are made of. */
export function partRead(found: Pick<Cohort, "later">): number {
  return splitsOf(found).length === 0 ? 0 : 2;
}

/** `from ... cross join`: the parts that members (`stratum`, `later`, `intense`) are counted in; `counts` says who in which. */
export function partsWith(splits: readonly Split[]): { parts: SQL; counts: SQL; cellOn(day: SQL): SQL } {
  const parts = splits.length === 0 ? sql`(values (0), (1))` : sql`(values (0), (1), (2))`;
  return {
    parts: sql`${parts} as p (part)`,
    counts: sql`(part <> 1 or intense)`,
    cellOn: (day) =>
      splits.length === 0 ? sql`stratum` : sql`case part when 2 then ${WHOLE_CELL} else ${cellOn(splits, day)} end`,
  };
}
