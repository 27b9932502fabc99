import type { BgNbdParameters } from "@/server/stats/bg-nbd-fit";
import { returnProbability } from "@/server/stats/bg-nbd-predict";

/** A person as of the evening before day 0, with the parameters they are scored by. */
export interface Expected {
  parameters: BgNbdParameters;
  x: number;
  tx: number;
  T: number;
}

/** P(has not come back) after 0, 1, ... `weeks` whole weeks, the mean over people: what a stratum's power is made from (methods 9). */
export function silentCurve(people: readonly Expected[], weeks: number): Float64Array {
  const curve = new Float64Array(weeks + 1);
  for (const { parameters, x, tx, T } of people) {
    for (let u = 0; u <= weeks; u += 1) curve[u] = (curve[u] ?? 0) + 1 - returnProbability(parameters, x, tx, T, 7 * u);
  }
  return curve.map((sum) => sum / Math.max(1, people.length));
}
