import type { Known } from "./curve";

type Room = { width: number; height: number };
type Beside = {
  side: "above" | "below";
  /** Room that the words take, in pixels. */
  words: Room;
  /** The curve that the words name, and those that they must stay clear of. */
  own: readonly Known[];
  others: readonly Known[];
  /** The narrowest plot drawn: wider ones leave more room. */
  plot: Room;
  /** Day to a share of the width, value to pixels. */
  scale: { x: (day: number) => number; y: (value: number) => number };
};

/**
 * Where words stand clear of every curve: `x` is a share of the width (left end of the words), `y` in pixels is their edge that faces
 * the curves, above or below all of them over the whole span. Prefers stretches that are flat and where the curves are apart.
 */
export function placeBeside({ side, words, own, others, plot, scale }: Beside): { x: number; y: number } {
  const span = Math.min(1, words.width / plot.width);
  let best = { x: 0, y: side === "above" ? words.height : plot.height - words.height, cost: Number.POSITIVE_INFINITY };
  for (let step = 0; step <= 24; step++) {
    const x = ((1 - span) * step) / 24;
    const near = (points: readonly Known[]) =>
      points
        .map((point) => ({ x: scale.x(point.day), y: scale.y(point.value) }))
        .filter((point) => point.x >= x - 0.04 && point.x <= x + span + 0.04)
        .map((point) => point.y);
    const mine = near(own);
    const all = [...mine, ...near(others)];
    if (mine.length === 0) continue;
    const y = side === "above" ? Math.min(...all) - 6 : Math.max(...all) + 6;
    const out = side === "above" ? words.height - y : y + words.height - plot.height;
    const steep = Math.max(...mine) - Math.min(...mine);
    const apart = Math.abs(mean(mine) - mean(near(others).length > 0 ? near(others) : mine));
    const cost = Math.max(0, out) * 100 + steep - apart * 1.5 - x * 4;
    if (cost < best.cost) best = { x, y, cost };
  }
  return { x: best.x, y: best.y };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
