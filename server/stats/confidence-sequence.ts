/** How many values of the mean the betting sequence tries between 0 and 1. */
const GRID = 1_000;
/** Share of the wealth that may be staked at once, and ceiling of the other two methods' tilts. */
const STAKE = 0.5;
const HOEFFDING_MOST = 1;

export type SequenceMethod = "betting" | "empirical-bernstein" | "hoeffding";

export interface SequencePoint {
  n: number;
  mean: number;
  lower: number;
  upper: number;
}

/**
 * Confidence sequence of the mean of values in [0, 1], in the order they came: with probability `level` the mean is inside at every n at once,
 * so that it may be read as often as one likes. Values need a constant conditional mean, nothing else.
 * Source: Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", JRSS B 2024: predictable-mixture Hoeffding and
 * empirical-Bernstein sequences, hedged betting (two-sided wealth, half each, stake at most 1/2). Oracle: confseq.
 * Intervals of different n are not intersected. Cost: n, times 1,000 for betting. Domain: values in [0, 1], level in (0, 1).
 */
export function confidenceSequence(
  values: ArrayLike<number>,
  options: { method?: SequenceMethod; level?: number } = {},
): SequencePoint[] {
  const alpha = 1 - (options.level ?? 0.95);
  const x = Float64Array.from(values);
  if (x.some((value) => !(value >= 0 && value <= 1))) throw new RangeError("Values must lie between 0 and 1.");
  const { method = "betting" } = options;
  const [lower, upper] = method === "betting" ? betting(x, alpha) : mirrored(x, alpha, method);
  let sum = 0;
  return Array.from(x, (value, i) => {
    sum += value;
    return {
      n: i + 1,
      mean: sum / (i + 1),
      lower: Math.max(0, lower[i] ?? 0),
      upper: Math.min(1, upper[i] ?? 1),
    };
  });
}

/** An upper limit is one minus the lower limit of one minus the values, each at half of alpha. */
function mirrored(x: Float64Array, alpha: number, method: "empirical-bernstein" | "hoeffding") {
  const limit = method === "hoeffding" ? hoeffdingLower : bernsteinLower;
  const above = limit(
    x.map((value) => 1 - value),
    alpha / 2,
  ).map((value) => 1 - value);
  return [limit(x, alpha / 2), above] as const;
}

function hoeffdingLower(x: Float64Array, alpha: number): Float64Array {
  const logs = Math.log(1 / alpha);
  let [weights, weighed, cost] = [0, 0, 0];
  return x.map((value, i) => {
    const t = i + 1;
    const tilt = Math.min(HOEFFDING_MOST, Math.sqrt((8 * logs) / (t * Math.log(t + 1))));
    weights += tilt;
    weighed += tilt * value;
    cost += (tilt * tilt) / 8;
    return (weighed - logs - cost) / weights;
  });
}

function bernsteinLower(x: Float64Array, alpha: number): Float64Array {
  const logs = Math.log(1 / alpha);
  const tilts = predictableTilts(x, alpha);
  let [weights, weighed, cost, sum] = [0, 0, 0, 0];
  return x.map((value, i) => {
    const tilt = Math.min(STAKE, tilts[i] ?? 0);
    const before = i === 0 ? 0 : sum / i;
    weights += tilt;
    weighed += tilt * value;
    cost += (value - before) ** 2 * (-Math.log1p(-tilt) - tilt);
    sum += value;
    return (weighed - logs - cost) / weights;
  });
}

/** lambda_t = sqrt(2 ln(1/alpha) / (v_{t-1} t ln(t + 1))), v = the variance so far with one made-up value of mean 1/2, variance 1/4. */
function predictableTilts(x: Float64Array, alpha: number): Float64Array {
  const logs = Math.log(1 / alpha);
  let [sum, squares, variance] = [0, 0, 0.25];
  return x.map((value, i) => {
    const t = i + 1;
    const tilt = Math.sqrt((2 * logs) / (variance * t * Math.log(t + 1)));
    sum += value;
    squares += (value - (0.5 + sum) / (t + 1)) ** 2;
    variance = (0.25 + squares) / (t + 1);
    return tilt;
  });
}

/** ln of the wealth against each mean on the grid; a mean is out while the wealth against it is 1/alpha or more. */
function betting(x: Float64Array, alpha: number): [Float64Array, Float64Array] {
  const tilts = predictableTilts(x, alpha / 2);
  const up = new Float64Array(GRID + 1);
  const down = new Float64Array(GRID + 1);
  const [lower, upper] = [new Float64Array(x.length), new Float64Array(x.length)];
  x.forEach((value, i) => {
    let [first, last] = [GRID, 0];
    for (let k = 0; k <= GRID; k += 1) {
      const m = k / GRID;
      up[k] = (up[k] ?? 0) + Math.log1p(Math.min(tilts[i] ?? 0, STAKE / m) * (value - m));
      down[k] = (down[k] ?? 0) + Math.log1p(-Math.min(tilts[i] ?? 0, STAKE / (1 - m)) * (value - m));
      if (wealth(up[k] ?? 0, down[k] ?? 0) >= Math.log(1 / alpha)) continue;
      first = Math.min(first, k);
      last = Math.max(last, k);
    }
    lower[i] = (first - 1) / GRID;
    upper[i] = (last + 1) / GRID;
  });
  return [lower, upper];
}

const wealth = (up: number, down: number) => Math.max(up, down) + Math.log(0.5);

/** The evidence against one mean, in e-values after each value: what the betting sequence inverts. */
export function bettingEvidence(values: ArrayLike<number>, mean: number, level = 0.95): number[] {
  const x = Float64Array.from(values);
  const tilts = predictableTilts(x, (1 - level) / 2);
  let [up, down] = [0, 0];
  return Array.from(x, (value, i) => {
    up += Math.log1p(Math.min(tilts[i] ?? 0, STAKE / mean) * (value - mean));
    down += Math.log1p(-Math.min(tilts[i] ?? 0, STAKE / (1 - mean)) * (value - mean));
    return Math.exp(wealth(up, down));
  });
}
