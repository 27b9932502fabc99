/** A tenth of the people: shares promised and come, with the limits of the latter. */
export interface PromiseDot {
  n: number;
  promised: number;
  kept: number;
  low: number;
  high: number;
}

export interface PlacedDot {
  /** Percent of the width. */
  x: number;
  /** Pixels from the top. */
  y: number;
  low: number;
  high: number;
}

/**
 * Places of the dots in a square in which both axes run from 0 to `top`, a round share that holds all of them: what is promised and
 * what came are compared on one scale.
 */
export function placePromises(dots: readonly PromiseDot[], plot: { top: number; height: number }) {
  const most = Math.max(0.01, ...dots.flatMap(({ promised, high }) => [promised, high]));
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((each) => most / each <= 5) ?? 0.25;
  const top = Math.min(1, Math.ceil(most / step - 1e-9) * step);
  const y = (share: number) => plot.top + plot.height * (1 - share / top);
  const x = (share: number) => (100 * share) / top;
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => Math.round(i * step * 100) / 100);
  return {
    top,
    ticks: ticks.map((share) => ({ share, x: x(share), y: y(share) })),
    dots: dots.map((dot): PlacedDot => ({ x: x(dot.promised), y: y(dot.kept), low: y(dot.low), high: y(dot.high) })),
  };
}
