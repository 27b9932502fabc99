/** An estimate to two significant digits: 1,240 -> 1,200; 86,432 -> 86,000; 7 -> 7. Estimates are never shown finer. */
export function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}
