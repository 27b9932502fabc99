import { describe, expect, it } from "vitest";
import { drift } from "@/server/stats/drift";
import { normal, poisson, seededRandom } from "@/server/stats/random";

const windows = (ratios: readonly number[], expected = 1000) =>
  ratios.map((ratio) => ({ observed: ratio * expected, expected }));
const USUAL = [0.98, 1.02, 1, 0.99, 1.01, 1.03, 0.97, 1, 1.01, 0.99, 1.02, 0.98];

describe("drift", () => {
  it("700 of 1,000 where 970 to 1,030 are usual -> 70%, fewer", () => {
    const found = drift({ observed: 700, expected: 1000 }, windows(USUAL));
    expect(found).toMatchObject({ kind: "drift", k: 12, fewer: true });
    expect(found.kind === "drift" && found.ratio).toBeCloseTo(0.7, 2);
  });
  it("a model that says a fifth too much all year is no drift: the bias is taken off", () => {
    const biased = windows(USUAL.map((ratio) => 0.8 * ratio));
    expect(drift({ observed: 800, expected: 1000 }, biased)).toMatchObject({ fewer: false });
  });
  it("low, but one earlier stretch was lower -> not fewer", () => {
    expect(drift({ observed: 700, expected: 1000 }, windows([...USUAL, 0.69]))).toMatchObject({ fewer: false });
  });
  it("149 expected, or 7 earlier stretches: cannot say", () => {
    expect(drift({ observed: 10, expected: 149 }, windows(USUAL))).toMatchObject({ kind: "cannot say", need: 150 });
    expect(drift({ observed: 700, expected: 1000 }, windows(USUAL.slice(0, 7)))).toMatchObject({ need: 8, have: 7 });
  });
  it("scaling all expectations by one factor changes nothing", () => {
    const scaled = (factor: number) =>
      drift(
        { observed: 900, expected: 1000 * factor },
        windows(USUAL).map((w) => ({ ...w, expected: factor * w.expected })),
      );
    expect(scaled(3)).toMatchObject({ kind: "drift", fewer: true });
    const [one, three] = [scaled(1), scaled(3)];
    expect(one.kind === "drift" && three.kind === "drift" && Math.abs(one.ratio - three.ratio)).toBeLessThan(1e-12);
  });
  it("4,000 quiet groups with 5% of weather: fewer in under 1 of 13; 20% lost: found in most", () => {
    const random = seededRandom(41);
    const draw = (loss: number) => ({
      observed: poisson(random, 1000 * (1 - loss) * Math.exp(0.05 * normal(random))),
      expected: 1000,
    });
    const share = (loss: number) => {
      let fewer = 0;
      for (let run = 0; run < 4000; run += 1) {
        const found = drift(
          draw(loss),
          Array.from({ length: 12 }, () => draw(0)),
        );
        fewer += found.kind === "drift" && found.fewer ? 1 : 0;
      }
      return fewer / 4000;
    };
    expect(share(0)).toBeLessThan(1 / 13);
    expect(share(0.2)).toBeGreaterThan(0.5);
  });
});
