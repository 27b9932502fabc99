/** Width in pixels that words of Inter take at `size`, on the safe side: labels are placed on the server, where nothing can be measured. */
export function textWidth(words: string, size: number): number {
  let ems = 0;
  for (const letter of words)
    ems += /[mwMW@%—]/.test(letter)
      ? 0.92
      : /[A-ZÀ-Þ]/.test(letter)
        ? 0.72
        : /[iljtfr.,:;'’!| ]/.test(letter)
          ? 0.36
          : 0.6;
  return ems * size;
}
