/**
 * Share of round j's start among the starts 2..J of a monitor, proportional to 1/j: the earlier a loss, the more rounds tell of it
 * and the more it is worth to know it soon (docs/methods/honesty.md has what was tried). The shares sum to 1.
 */
export function shareOfStart(from: number, rounds: number): number {
  let all = 0;
  for (let start = 2; start <= rounds; start += 1) all += 1 / start;
  return 1 / from / all;
}
