import { type PartsOf, PLACES } from "../schema";
import type { PlaceCount } from "./read-places";

/**
 * Shares of the exposed by place, which add up to 1, and of the twins weighted by the exposed of their stratum: what is drawn as
 * loss is the difference. Strata without twins are left out of the twins' shares.
 */
export function sharePlaces(counts: readonly PlaceCount[]): Pick<PartsOf<"where">, "places" | "n" | "twins"> {
  const strata = new Map<number, { n1: number; n0: number }>();
  for (const { stratum, exposed, n } of counts) {
    const row = strata.get(stratum) ?? { n1: 0, n0: 0 };
    strata.set(stratum, row);
    if (exposed) row.n1 += n;
    else row.n0 += n;
  }
  const n1 = [...strata.values()].reduce((sum, row) => sum + row.n1, 0);
  const n0 = [...strata.values()].reduce((sum, row) => sum + row.n0, 0);
  const weighed = [...strata.values()].reduce((sum, row) => sum + (row.n0 > 0 ? row.n1 : 0), 0);
  const places = PLACES.map((place) => {
    const here = counts.filter((row) => row.place === place);
    const count = here.reduce((sum, row) => sum + (row.exposed ? row.n : 0), 0);
    const twinShare = here.reduce((sum, row) => {
      const size = strata.get(row.stratum) ?? { n1: 0, n0: 1 };
      return row.exposed ? sum : sum + (size.n1 / Math.max(1, weighed)) * (row.n / size.n0);
    }, 0);
    return { place, count, share: n1 > 0 ? count / n1 : 0, twinShare };
  });
  return { places, n: n1, twins: n0 };
}
