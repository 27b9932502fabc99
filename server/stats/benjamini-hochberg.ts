/**
 * Benjamini-Hochberg: adjusted p-values, in the order given. A hypothesis is rejected at level a where its adjusted p is at most a; with
 * independent or positively dependent tests the expected share of false ones among the rejected is then at most a.
 * Source: Benjamini & Hochberg 1995, JRSS B 57(1); adjusted as R's p.adjust(method = "BH"). Null stays null and is not counted.
 */
export function benjaminiHochberg(ps: readonly (number | null)[]): (number | null)[] {
  const known = ps.flatMap((p, place) => (p === null ? [] : [{ p, place }])).sort((left, right) => right.p - left.p);
  const adjusted: (number | null)[] = ps.map(() => null);
  let least = 1;
  known.forEach(({ p, place }, i) => {
    least = Math.min(least, (p * known.length) / (known.length - i));
    adjusted[place] = least;
  });
  return adjusted;
}
