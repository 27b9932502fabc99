import { scaleLinear } from "d3-scale";

export type WhiskerPlace = {
  /** All in percent of the width. */
  value: number;
  low: number;
  high: number;
  mark: number;
  /** The interval goes on beyond the drawing on that side. */
  beyondLow: boolean;
  beyondHigh: boolean;
};

/** Places value and interval on `domain` (shares, 1 = as their twins), clipped at its ends, against the fixed mark. */
export function placeWhisker(
  estimate: { value: number; low: number; high: number },
  domain: readonly [number, number],
  mark: number,
): WhiskerPlace {
  const scale = scaleLinear([domain[0], domain[1]], [2, 98]).clamp(true);
  return {
    value: scale(estimate.value),
    low: scale(estimate.low),
    high: scale(estimate.high),
    mark: scale(mark),
    beyondLow: estimate.low < domain[0],
    beyondHigh: estimate.high > domain[1],
  };
}
