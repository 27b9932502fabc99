import { describe, expect, it } from "vitest";
import { beta, exponential, gamma, normal, poisson, seededRandom, shuffle } from "@/server/stats/random";

const DRAWS = 40_000;

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
}

describe("seeded draws, 40,000 each: mean within 4 standard errors, variance within 8%", () => {
  const random = seededRandom(42);
  it.each<[string, () => number, number, number]>([
    ["uniform: 1/2, 1/12", () => random(), 0.5, 1 / 12],
    ["exponential: 1, 1", () => exponential(random), 1, 1],
    ["normal: 0, 1", () => normal(random), 0, 1],
    ["Gamma(0.4): 0.4, 0.4", () => gamma(random, 0.4), 0.4, 0.4],
    ["Gamma(7): 7, 7", () => gamma(random, 7), 7, 7],
    ["Beta(0.8, 2.4): 1/4, (3/16)/4.2", () => beta(random, 0.8, 2.4), 0.25, 0.1875 / 4.2],
    ["Poisson(3): 3, 3", () => poisson(random, 3), 3, 3],
    ["Poisson(200): 200, 200", () => poisson(random, 200), 200, 200],
  ])("%s", (_, draw, mean, variance) => {
    const seen = moments(draw);
    expect(Math.abs(seen.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / DRAWS));
    expect(Math.abs(seen.variance / variance - 1)).toBeLessThan(0.08);
  });

  it("the same seed, the same stream; neighbours differ", () => {
    const first = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(first(7)).toEqual(first(7));
    expect(first(7)).not.toEqual(first(8));
    expect(first(2 ** 40 + 1)).not.toEqual(first(1));
  });

  it("shuffle keeps everyone, and every one of 6 orders of 3 comes 1 time in 6", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i += 1) {
      const order = shuffle(random, Int32Array.of(1, 2, 3)).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
