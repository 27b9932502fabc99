import { type Cohort, wavesOf } from "../cohort/open-cohort";
import type { Completeness } from "./complete-through";
import { splitsOf } from "./splits";

/** Form of the counting, and of that with gaps or silent stores: another one counts all anew. */
export const FORM = { plain: 1, gaps: 2 };

/**
 * What decides who is seen on which days, but for the visits and the joins: waves that are open, days kept for somebody erased,
 * silent stores, gaps, later changes whose people are kept apart. `plain`: neither silent stores nor gaps.
 */
export function countedWith(
  found: Cohort,
  { silent, gaps }: Pick<Completeness, "silent" | "gaps">,
  through: string,
): { fingerprint: string; plain: boolean } {
  const left = silent.filter(({ since }) => since <= through).map(({ storeId, since }) => `${storeId} ${since}`);
  const blank = gaps.filter(({ day }) => day <= through).map(({ storeId, day }) => `${storeId} ${day}`);
  const { keptThrough, roundDays } = found;
  const begun = wavesOf(found)
    .filter(({ day0 }) => day0 <= through)
    .map(({ day0 }) => day0);
  const plain = left.length + blank.length === 0;
  const all = {
    form: plain ? FORM.plain : FORM.gaps,
    roundDays,
    keptThrough,
    begun,
    left: left.sort(),
    blank: blank.sort(),
  };
  const splits = splitsOf(found);
  return {
    fingerprint: JSON.stringify(splits.length === 0 ? all : { ...all, splits }),
    plain,
  };
}
