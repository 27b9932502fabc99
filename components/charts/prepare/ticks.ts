const steps = [1, 2, 7, 14, 28, 56, 91, 182, 364];

/** At most `most` + 1 days from 0 on, in steps that a shop knows: days, weeks, rounds, quarters. */
export function dayTicks(lastDay: number, most: number): number[] {
  const step = steps.find((candidate) => lastDay / candidate <= most) ?? 364;
  return Array.from({ length: Math.floor(lastDay / step) + 1 }, (_, place) => place * step);
}

/** Round shares from 0 up to `top` (a share): every 2, 5, 10 or 20 points, at most five of them. */
export function shareTicks(top: number): number[] {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((candidate) => top / candidate <= 5) ?? 0.2;
  const count = Math.floor(top / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, place) => Math.round(place * step * 100) / 100);
}

/** Powers of ten from 1 to `top`, none nearer than `apart` (in decades) to the threshold, which has a line of its own. */
export function evidenceTicks(top: number, threshold: number, apart: number): number[] {
  const decades = Math.floor(Math.log10(Math.max(1, top)) + 1e-9);
  const skip = Math.max(1, Math.ceil((decades + 1) / 5));
  return Array.from({ length: decades + 1 }, (_, power) => power)
    .filter((power) => power % skip === 0 && Math.abs(power - Math.log10(threshold)) >= apart)
    .map((power) => 10 ** power);
}
