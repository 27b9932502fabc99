/**
 * psi(x) = d/dx ln Gamma(x) for x > 0. Source: Abramowitz & Stegun 6.3.18 from x >= 10, recurrence 6.3.5 below.
 * Numerics: absolute error about 1e-14. NaN outside the domain.
 */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shift = 0;
  let shifted = x;
  while (shifted < 10) {
    shift += 1 / shifted;
    shifted += 1;
  }
  const square = 1 / (shifted * shifted);
  const series =
    square *
    (1 / 12 -
      square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - (square * 691) / 32760)))));
  return Math.log(shifted) - 0.5 / shifted - series - shift;
}
