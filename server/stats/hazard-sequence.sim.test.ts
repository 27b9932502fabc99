import { expect, it } from "vitest";
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

it.each([0.6, 0.8, 1, 1.3])(
  "theta = %d: outside the interval after any of 200 returns in at most 5% + 1.65 se of 150 runs",
  (theta) => {
    let missed = 0;
    for (let run = 0; run < 150; run += 1) {
      let state = startHazardSequence();
      const outside = returns(theta, 200, 1000 * theta + run).some((cell, i) => {
        state = advanceHazardSequence(state, [cell]);
        if (i % 5 !== 4) return false;
        const read = hazardRatioOf(state);
        return read.kind !== "cannot say" && (theta < read.interval.lower || theta > read.interval.upper);
      });
      if (outside) missed += 1;
    }
    expect(missed / 150).toBeLessThanOrEqual(0.05 + 1.65 * Math.sqrt((0.05 * 0.95) / 150));
  },
);
