import { normal, seededRandom } from "@/server/stats/random";
import { DEFAULT_THETAS, DEFAULT_THRESHOLD } from "@/server/stats/safe-log-rank";

/** One stratum of a change to come: how many there would be in each arm and how fast its people come back of themselves. */
export interface PowerStratum {
  exposed: number;
  twins: number;
  /** P(has not come back) after 0, 1, 2, ... whole weeks: starts at 1, never rises. As long as the watch, plus one. */
  silent: ArrayLike<number>;
  /** Weeks after the first wave's day 0 at which this one's comes. */
  opens?: number;
}

export interface PowerOptions {
  /** Weeks of watching; e >= threshold rings (2/alpha: half of alpha is for first returns). */
  weeks: number;
  threshold?: number;
  /** What placebo changes differ by; null = the exact test, as if arms differed by nothing else. */
  calibration?: { tau2: number; sigma2: number } | null;
  paths?: number;
  seed?: number;
}

export interface Power {
  /** Share of paths that ring within the watch. */
  power: number;
  /** Of those that ring: half of them within so many weeks. Null where none does. */
  medianWeeks: number | null;
  /** Weeks within which 80% of all paths have rung; null where fewer do. */
  weeksToShow: number | null;
}

/** The chance with which a loss is to be found: "8 of 10". */
export const POWER = 0.8;
/** Variance from which a calibrated monitor speaks (methods 4). */
const LEAST_VARIANCE = 10;
const LARGEST_LOSS = 0.95;
const LOSS_STEP = 0.001;

/**
 * Whether an alarm would ring if the share `loss` of the exposed never came back from day 0 on (methods 9): the alarm depends on
 * data only through the weekly (O - E, V) of the first returns, so a Gaussian walk of them stands for the full simulation.
 * Seeded: equal questions get equal answers. Rounds (methods 4) find what first returns miss; they are not counted on here.
 */
export function powerOf(strata: readonly PowerStratum[], loss: number, options: PowerOptions): Power {
  return ringing(weeklyDrift(strata, loss, options.weeks), drawWalks(options), options);
}

/** The smallest loss, in thousandths, that rings in 80% of paths within the watch; null where not even one of 95% does. */
export function smallestLoss(
  strata: readonly PowerStratum[],
  options: PowerOptions,
): (Power & { loss: number }) | null {
  const walks = drawWalks(options);
  const at = (loss: number) => ringing(weeklyDrift(strata, loss, options.weeks), walks, options);
  let found = { ...at(LARGEST_LOSS), loss: LARGEST_LOSS };
  if (found.power < POWER) return null;
  let low = 0;
  while (found.loss - low > LOSS_STEP) {
    const middle = (low + found.loss) / 2;
    const tried = at(middle);
    if (tried.power >= POWER) found = { ...tried, loss: middle };
    else low = middle;
  }
  return found;
}

interface Week {
  /** Expected O - E, its variance, and the variance that the test reckons with. */
  mu: number;
  v: number;
  nullV: number;
  /** Per theta: sum over strata of dN (ln(1 + (theta - 1) q) - q ln theta). */
  costs: number[];
}

/** Drift and variance of O - E week by week. Strata with an empty arm tell nothing. */
export function weeklyDrift(strata: readonly PowerStratum[], loss: number, weeks: number): Week[] {
  const told = strata.filter(({ exposed, twins }) => exposed > 0 && twins > 0);
  return Array.from({ length: weeks }, (_, week) => {
    const sum: Week = { mu: 0, v: 0, nullV: 0, costs: DEFAULT_THETAS.map(() => 0) };
    for (const stratum of told) addCell(sum, stratum, loss, week - (stratum.opens ?? 0));
    return sum;
  });
}

function addCell(sum: Week, { exposed, twins, silent }: PowerStratum, loss: number, u: number): void {
  const before = silent[u];
  const after = silent[u + 1];
  if (before === undefined || after === undefined) return;
  const middle = (before + after) / 2;
  const atRisk1 = exposed * (loss + (1 - loss) * middle);
  const d1 = exposed * (1 - loss) * (before - after);
  const d = d1 + twins * (before - after);
  if (d <= 0) return;
  const q = atRisk1 / (atRisk1 + twins * middle);
  const p = d1 / d;
  sum.mu += d1 - q * d;
  sum.v += d * p * (1 - p);
  sum.nullV += d * q * (1 - q);
  DEFAULT_THETAS.forEach((theta, i) => {
    sum.costs[i] = (sum.costs[i] ?? 0) + d * (Math.log1p((theta - 1) * q) - q * Math.log(theta));
  });
}

/** Per path a lasting deviate and one for each week, the same for every loss that is tried: power then grows with the loss. */
function drawWalks({ weeks, paths = 2_000, seed = 1 }: PowerOptions): Float64Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: paths }, () => Float64Array.from({ length: weeks + 1 }, () => normal(random)));
}

function ringing(weeks: readonly Week[], walks: readonly Float64Array[], options: PowerOptions): Power {
  const limit = Math.log(options.threshold ?? DEFAULT_THRESHOLD);
  const rings = options.calibration ? calibratedRing(weeks, limit, options.calibration) : exactRing(weeks, limit);
  const rung = walks.flatMap((walk) => rings(walk) ?? []).sort((left, right) => left - right);
  const needed = Math.ceil(POWER * walks.length);
  return {
    power: rung.length / walks.length,
    medianWeeks: rung[(rung.length - 1) >> 1] ?? null,
    weeksToShow: rung[needed - 1] ?? null,
  };
}

type Ring = (walk: Float64Array) => number | null;

const LOG_THETAS = DEFAULT_THETAS.map(Math.log);

/** ln L_theta = ln theta Z - costs; rings when the mean of L over theta reaches the threshold, between two weeks by ln e. */
function exactRing(weeks: readonly Week[], limit: number): Ring {
  const spreads = weeks.map(({ v }) => Math.sqrt(v));
  const paid = cumulate(weeks.map(({ costs }) => costs));
  const logL = new Float64Array(DEFAULT_THETAS.length);
  return (walk) => {
    let [z, last] = [0, 0];
    for (const [w, week] of weeks.entries()) {
      z += week.mu + (spreads[w] ?? 0) * (walk[w + 1] ?? 0);
      for (let i = 0; i < logL.length; i += 1) logL[i] = (LOG_THETAS[i] ?? 0) * z - (paid[w]?.[i] ?? 0);
      const now = logMean(logL);
      if (now >= limit) return w + (limit - last) / (now - last);
      last = now;
    }
    return null;
  };
}

/**
 * The calibrated e of methods 4, with u = v (1 + sigma2 v): the walk has the store's own weather in each week and a lasting shift
 * of variance tau2. It starts to speak at V >= 10. The placebo mean m moves walk and test alike, so it is left out.
 */
function calibratedRing(
  weeks: readonly Week[],
  limit: number,
  { tau2, sigma2 }: { tau2: number; sigma2: number },
): Ring {
  const logL = new Float64Array(DEFAULT_THETAS.length);
  const lasting = Math.sqrt(tau2);
  const noise = weeks.map(({ v, nullV }) => Math.sqrt(v + sigma2 * nullV * nullV));
  return (walk) => {
    let [a, b, variance, last] = [0, 0, 0, 0];
    for (const [w, { mu, nullV }] of weeks.entries()) {
      const x = mu + lasting * (walk[0] ?? 0) * nullV + (noise[w] ?? 0) * (walk[w + 1] ?? 0);
      a += x / (1 + sigma2 * nullV);
      b += nullV / (1 + sigma2 * nullV);
      variance += nullV;
      if (variance < LEAST_VARIANCE) continue;
      const still = logWeight(0, a, b, tau2);
      for (let i = 0; i < logL.length; i += 1) logL[i] = logWeight(LOG_THETAS[i] ?? 0, a, b, tau2) - still;
      const now = logMean(logL);
      if (now >= limit) return w + (limit - last) / (now - last);
      last = now;
    }
    return null;
  };
}

/** ln I(mu) of methods 4, without the factor that all mu share; written so that tau2 = 0 is its limit. */
function logWeight(mu: number, a: number, b: number, tau2: number): number {
  return (mu * a - (mu * mu * b) / 2 + (tau2 * a * a) / 2) / (1 + tau2 * b);
}

/** ln of the mean of exp(logL). */
function logMean(logL: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of logL) if (value > most) most = value;
  let sum = 0;
  for (const value of logL) sum += Math.exp(value - most);
  return most + Math.log(sum / logL.length);
}

function cumulate(rows: readonly (readonly number[])[]): number[][] {
  const sums: number[][] = [];
  for (const row of rows) sums.push(row.map((value, i) => value + (sums.at(-1)?.[i] ?? 0)));
  return sums;
}
