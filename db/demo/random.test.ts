import { describe, expect, it } from "vitest";
import { runningTotals, Stream, scramble } from "./random";

const draws = 20_000;

function mean(draw: (stream: Stream) => number): number {
  const stream = new Stream(11, 1, 0);
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += draw(stream);
  return sum / draws;
}

describe("streams", () => {
  it.each([
    ["uniform: 1/2", (s: Stream) => s.next(), 0.5, 0.29],
    ["exponential: 1", (s: Stream) => s.exponential(), 1, 1],
    ["normal: 0", (s: Stream) => s.normal(), 0, 1],
    ["gamma of shape 4: 4", (s: Stream) => s.gamma(4), 4, 2],
    ["gamma of shape 0.5: 0.5", (s: Stream) => s.gamma(0.5), 0.5, Math.SQRT1_2],
    ["beta(0.9, 8.1): 0.1", (s: Stream) => s.beta(0.9, 8.1), 0.1, 0.095],
    ["Poisson of mean 1.3: 1.3", (s: Stream) => s.poisson(1.3), 1.3, 1.14],
  ])("mean of %s", (_, draw, expected, deviation) => {
    expect(Math.abs(mean(draw) - expected)).toBeLessThan((4 * deviation) / Math.sqrt(draws));
  });

  it("weights 1, 0, 3 are drawn as 1/4, 0, 3/4", () => {
    const stream = new Stream(5, 1, 0);
    const totals = runningTotals([1, 0, 3]);
    const seen = [0, 0, 0];
    for (let i = 0; i < draws; i++) {
      const drawn = stream.weighted(totals);
      seen[drawn] = (seen[drawn] ?? 0) + 1;
    }
    expect(seen[1]).toBe(0);
    expect(Math.abs((seen[0] ?? 0) / draws - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / draws));
  });

  it("the same seed, purpose and index give the same numbers; any other gives others", () => {
    const first = (seed: number, purpose: number, index: number) => new Stream(seed, purpose, index).next();
    expect(first(1, 2, 3)).toBe(first(1, 2, 3));
    expect(new Set([first(1, 2, 3), first(2, 2, 3), first(1, 3, 3), first(1, 2, 4)]).size).toBe(4);
  });

  it("100,000 scrambled numbers stay 100,000 different numbers", () => {
    expect(new Set(Array.from({ length: 100_000 }, (_, i) => scramble(i * 2048))).size).toBe(100_000);
  });
});
