/** Width in pixels that words of Inter take at `size`, on the safe side: labels are placed on the server, where nothing can be measured. */
export function textWidth(words: string, size: number): number {
  return [...words].reduce((sum, letter) => sum + ems(letter), 0) * size;
}

/** Advance widths of Inter in four classes, in ems, rounded up. */
function ems(letter: string): number {
  if (/[iljI.,:;'’!|\s]/.test(letter)) return 0.3;
  if (/[ftr()-]/.test(letter)) return 0.41;
  if (/[mwMW@%—]/.test(letter)) return 0.92;
  return /[A-ZÀ-Þ]/.test(letter) ? 0.73 : 0.61;
}
