/**
 * psi'(x), the second derivative of ln Gamma, for x > 0. Source: Abramowitz & Stegun 6.4.12 from x >= 10, recurrence 6.4.6 below.
 * Numerics: relative error about 1e-14. NaN outside the domain.
 */
export function trigamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shift = 0;
  let shifted = x;
  while (shifted < 10) {
    shift += 1 / (shifted * shifted);
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    inverse +
    square / 2 +
    inverse *
      square *
      (1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * (5 / 66 - (square * 691) / 2730)))));
  return series + shift;
}
