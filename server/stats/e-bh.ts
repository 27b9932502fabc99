export interface EBh {
  /** Which hypotheses are rejected: places in the list given, from 0. */
  rejected: number[];
  /** An e-value is rejected from here on: m / (alpha k); Infinity where nothing is. */
  threshold: number;
}

/**
 * e-BH: with e-values however dependent, the expected share of false ones among the rejected is at most alpha.
 * k = the largest count such that the k-th largest e-value is at least m / (alpha k); the k largest are rejected.
 * Source: Wang & Ramdas 2022, "False discovery rate control with e-values", JRSS B 84(3). Takes ln e, so that no evidence is too strong.
 */
export function eBh(logE: readonly number[], alpha: number): EBh {
  const m = logE.length;
  const order = logE.map((_, i) => i).sort((a, b) => (logE[b] ?? 0) - (logE[a] ?? 0) || a - b);
  let k = 0;
  order.forEach((place, i) => {
    if ((logE[place] ?? 0) >= Math.log(m / (alpha * (i + 1)))) k = i + 1;
  });
  if (k === 0) return { rejected: [], threshold: Number.POSITIVE_INFINITY };
  return { rejected: order.slice(0, k).sort((a, b) => a - b), threshold: m / (alpha * k) };
}
