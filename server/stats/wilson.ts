/**
 * Wilson's score interval of a proportion, y of n (n > 0), at two-sided z. Source: Wilson 1927.
 * Always within [0, 1]; exact 0 and 1 at the ends where y = 0 or y = n.
 */
export function wilson(y: number, n: number, z: number): { lower: number; upper: number } {
  const square = z * z;
  const centre = (y + square / 2) / (n + square);
  const half = (z / (n + square)) * Math.sqrt((y * (n - y)) / n + square / 4);
  return { lower: y === 0 ? 0 : Math.max(0, centre - half), upper: y === n ? 1 : Math.min(1, centre + half) };
}
