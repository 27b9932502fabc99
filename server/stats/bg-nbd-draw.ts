import type { BgNbdParameters } from "@/server/stats/bg-nbd-fit";
import { beta, exponential, gamma, type Random } from "@/server/stats/random";

/** One drawn customer: the hidden rate per day and chance to leave, the days of the repeat occasions, and the day they left. */
export interface DrawnCustomer {
  rate: number;
  leave: number;
  /** Days after the first occasion (whole, ascending, distinct), up to the horizon. */
  days: number[];
  /** False once they left: no later occasion is possible. */
  alive: boolean;
}

/**
 * Draws one customer of the BG/NBD model in whole days, for simulations and benches: waiting times exponential at a
 * Gamma(r, alpha) rate, and after each repeat a Beta(a, b) chance to leave. Two occasions in one day are one.
 */
export function drawBgNbd(random: Random, p: BgNbdParameters, horizon: number): DrawnCustomer {
  const rate = gamma(random, p.r) / p.alpha;
  const leave = beta(random, p.a, p.b);
  const days: number[] = [];
  let time = 0;
  for (;;) {
    time += exponential(random) / rate;
    const day = Math.ceil(time);
    if (!(day <= horizon)) return { rate, leave, days, alive: true };
    if (day !== days.at(-1)) days.push(day);
    if (random() < leave) return { rate, leave, days, alive: false };
  }
}
