/** An estimate to two significant digits: 1,240 -> 1,200; 86,432 -> 86,000; 7 -> 7. Estimates are never shown finer. */
export function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}

/** A bound to two significant digits, never above it: "at most once in 125 times" may be said as 120, not as 130. */
export function twoDigitsDown(value: number): number {
  const step = value < 10 ? 1 : 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.floor(value / step) * step;
}
