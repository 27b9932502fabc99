/**
 * Which cells of a sum are too small to be shown: those of 1 to `least` - 1, and never exactly one alone, because the total
 * would give it away; then the next smallest goes with it. A cell of 0 tells of nobody and stays.
 */
export function hideSmall(counts: readonly number[], least: number): boolean[] {
  const hidden = counts.map((count) => count > 0 && count < least);
  if (hidden.filter(Boolean).length !== 1) return hidden;
  const next = counts
    .map((count, i) => ({ count, i }))
    .filter(({ count, i }) => !hidden[i] && count > 0)
    .sort((left, right) => left.count - right.count)[0];
  return hidden.map((is, i) => is || i === next?.i);
}
