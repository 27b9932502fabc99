import type { Known } from "./curve";

type Room = { width: number; height: number };

/**
 * Where words about a curve stand clear of every curve: `x` (share of the width, left end of the words) and `y` (pixels, the edge of the
 * words that faces the curves), above or below all `curves` over the whole span of the words. Prefers flat stretches, and the right.
 * `plot.width` is the narrowest width drawn: wider plots leave more room.
 */
export function placeBeside(
  side: "above" | "below",
  words: Room,
  curves: readonly (readonly Known[])[],
  plot: Room,
  scale: { x: (day: number) => number; y: (value: number) => number },
): { x: number; y: number } {
  const span = Math.min(1, words.width / plot.width);
  const points = curves.flat().map((point) => ({ x: scale.x(point.day), y: scale.y(point.value) }));
  let best = { x: 0, y: side === "above" ? words.height : plot.height, cost: Number.POSITIVE_INFINITY };
  for (let step = 0; step <= 20; step++) {
    const x = ((1 - span) * step) / 20;
    const over = points.filter((point) => point.x >= x - 0.04 && point.x <= x + span + 0.04).map((point) => point.y);
    if (over.length === 0) continue;
    const [top, bottom] = [Math.min(...over), Math.max(...over)];
    const y = side === "above" ? top - 6 : bottom + 6;
    const out = side === "above" ? Math.max(0, words.height - y) : Math.max(0, y + words.height - plot.height);
    const cost = out * 100 + (bottom - top) - x * 12;
    if (cost < best.cost) best = { x, y, cost };
  }
  return { x: best.x, y: best.y };
}
