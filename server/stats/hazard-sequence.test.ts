import { describe, expect, it } from "vitest";
import { averageHazardRatio } from "@/server/stats/average-hazard-ratio";
import { advanceHazardSequence, hazardRatioOf, startHazardSequence } from "@/server/stats/hazard-sequence";
import { seededRandom } from "@/server/stats/random";

/** Returns one by one: the next is an exposed person's with odds theta x at risk exposed : at risk twins. */
function returns(theta: number, count: number, seed: number) {
  const random = seededRandom(seed);
  let [n1, n0] = [count, 3 * count];
  return Array.from({ length: count }, () => {
    const o = random() < (theta * n1) / (theta * n1 + n0) ? 1 : 0;
    const cell = { n1, n0, d: 1, o };
    n1 -= o;
    n0 -= 1 - o;
    return cell;
  });
}

describe("average hazard ratio as a sequence", () => {
  it("its value is the conditional maximum likelihood's, its interval holds it", () => {
    const cells = returns(0.8, 600, 1);
    const [whole, sequence] = [
      averageHazardRatio(cells),
      hazardRatioOf(advanceHazardSequence(startHazardSequence(), cells)),
    ];
    if (whole.kind === "cannot say" || sequence.kind === "cannot say") throw new Error("Both can say.");
    expect(sequence.value).toBeCloseTo(whole.value, 3);
    expect(sequence.interval.lower).toBeLessThan(whole.value);
    expect(sequence.interval.upper).toBeGreaterThan(whole.value);
    expect(sequence.interval.upper - sequence.interval.lower).toBeLessThan(
      1.3 * (whole.interval.upper - whole.interval.lower),
    );
  });

  it("day by day through a saved state (JSON) = at once", () => {
    const cells = returns(1.1, 60, 2);
    let state = startHazardSequence();
    for (const cell of cells) state = JSON.parse(JSON.stringify(advanceHazardSequence(state, [cell])));
    const whole = advanceHazardSequence(startHazardSequence(), cells);
    const off = whole.logL.map((value, k) => Math.abs(value - (state.logL[k] ?? Number.NaN)));
    expect(Math.max(...off)).toBeLessThan(1e-9);
  });

  it("arms exchanged: the inverse", () => {
    const cells = returns(0.7, 300, 3);
    const turned = cells.map(({ n1, n0, d, o }) => ({ n1: n0, n0: n1, d, o: d - o }));
    const of = (list: typeof cells) => {
      const read = hazardRatioOf(advanceHazardSequence(startHazardSequence(), list));
      if (read.kind === "cannot say") throw new Error(read.why);
      return read;
    };
    expect(of(turned).value).toBeCloseTo(1 / of(cells).value, 6);
    expect(of(turned).interval.lower).toBeCloseTo(1 / of(cells).interval.upper, 9);
  });

  it("no returns, or all in one arm: cannot say", () => {
    expect(hazardRatioOf(startHazardSequence())).toMatchObject({ kind: "cannot say" });
    const one = advanceHazardSequence(startHazardSequence(), [{ n1: 5, n0: 5, d: 2, o: 0 }]);
    expect(hazardRatioOf(one)).toMatchObject({ kind: "cannot say" });
  });
});
