import type { NotMeasurable } from "../../stats/verdict";
import { LEAST_RETURNS, LEAST_TWIN_STORES } from "../settings";

/** What a cohort is judged by: sums over its waves. */
export interface CohortFacts {
  /** The rhythm could not be fitted. */
  noModel: boolean;
  exposed: number;
  matched: number;
  leftOut: number;
  eligible: number;
  /** Null where the scope names no store. */
  twinStores: number | null;
  expected: { exposed: number; twins: number };
  /** Largest |SMD| after matching. */
  worstBalance: number;
}

/** Why nothing can be measured, in the order in which a person should hear it; null = measurable (methods 2, D14). */
export function judgeMeasurable(facts: CohortFacts): NotMeasurable | null {
  if (facts.exposed === 0) return "no exposed";
  if (facts.noModel) return "not enough history";
  const possible = facts.matched + facts.leftOut;
  if (facts.eligible < 0.05 * possible) return "no comparison group";
  if (facts.twinStores !== null && facts.twinStores < LEAST_TWIN_STORES) return "too few stores for twins";
  if (facts.leftOut > 0.3 * possible) return "too many without twins";
  if (facts.worstBalance >= 0.25) return "imbalance";
  if (Math.min(facts.expected.exposed, facts.expected.twins) < LEAST_RETURNS) return "too few returns expected";
  return null;
}
