import { describe, expect, it } from "vitest";
import { placePromises } from "./prepare-promises";

const plot = { top: 10, height: 200 };
const dot = (promised: number, kept: number, low: number, high: number) => ({ n: 100, promised, kept, low, high });

describe("promises and what came, on one scale", () => {
  it("the axes end at the round share above all, and a kept promise lies on the diagonal", () => {
    const { top, ticks, dots } = placePromises([dot(0.1, 0.1, 0.05, 0.16), dot(0.3, 0.36, 0.28, 0.44)], plot);
    expect(top).toBeCloseTo(0.5, 12);
    expect(ticks.map(({ share }) => share)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(dots[0]?.x).toBeCloseTo(20, 9);
    expect(dots[0]?.y).toBeCloseTo(10 + 200 * 0.8, 9);
    expect(dots[1]?.high).toBeLessThan(dots[1]?.y ?? 0);
  });
  it("never runs past one, nor collapses where hardly anybody comes", () => {
    expect(placePromises([dot(0.99, 1, 0.9, 1)], plot).top).toBe(1);
    expect(placePromises([dot(0.0001, 0, 0, 0.004)], plot).top).toBe(0.01);
    expect(placePromises([], plot).dots).toEqual([]);
  });
});
