import { type BALANCE_VARIABLES, type BalanceState, balance, judge } from "../../stats/balance";
import { type MatchedSets, matchingColumns } from "../../stats/twins";
import type { Sitters } from "./read-candidates";
import type { Strata } from "./stratify";

export interface TraitBalance {
  trait: (typeof BALANCE_VARIABLES)[number];
  /** Standardised mean differences against everybody eligible in the strata, and against the twins. */
  before: number;
  after: number;
  state: BalanceState;
}

interface Moments {
  mean: number;
  variance: number;
}

/**
 * Balance of a wave. The pure function sees the candidates drawn per stratum, whose mix is that of the concerned; "before" and
 * the scale of both columns speak of all eligible people of the strata instead: each candidate stands for as many of them as
 * its stratum has for one drawn.
 */
export function judgeBalance({ exposed, pool }: Sitters, sets: MatchedSets, sizes: Strata["sizes"]): TraitBalance[] {
  const { rows } = balance(exposed, pool, sets);
  const weights = standingFor(pool.stratum, sizes);
  const [left, right] = [matchingColumns(exposed), matchingColumns(pool)];
  return rows.map(({ variable, meanExposed, meanTwins }, i) => {
    const concerned = moments(left[i] ?? new Float64Array(), null);
    const eligible = moments(right[i] ?? new Float64Array(), weights);
    const spread = Math.sqrt((concerned.variance + eligible.variance) / 2);
    const scaled = (difference: number) => (spread > 0 ? difference / spread : 0);
    const after = sets.matched > 0 ? scaled(meanExposed - meanTwins) : 0;
    return { trait: variable, before: scaled(concerned.mean - eligible.mean), after, state: judge(after) };
  });
}

function standingFor(strata: Int32Array, sizes: Strata["sizes"]): Float64Array {
  const drawn = new Map<number, number>();
  for (const stratum of strata) drawn.set(stratum, (drawn.get(stratum) ?? 0) + 1);
  return Float64Array.from(strata, (stratum) => (sizes.get(stratum)?.eligible ?? 0) / (drawn.get(stratum) ?? 1));
}

function moments(column: Float64Array, weights: Float64Array | null): Moments {
  let [total, mean, squares] = [0, 0, 0];
  for (let i = 0; i < column.length; i += 1) {
    const weight = weights?.[i] ?? 1;
    total += weight;
    const away = (column[i] ?? 0) - mean;
    mean += (away * weight) / total;
    squares += weight * away * ((column[i] ?? 0) - mean);
  }
  return { mean, variance: total > 1 ? squares / (total - 1) : 0 };
}
