import { describe, expect, it } from "vitest";
import { seededRandom } from "../../stats/random";
import { type IdentifiedDay, identificationMoved } from "./identification";

/** 91 days before and `after` days since; the changed stores' share is `before`, then `later`; the others' moves by `drift`. */
function days(seed: number, { before = 0.6, later = 0.6, drift = 0, after = 56, receipts = 80 }): IdentifiedDay[] {
  const random = seededRandom(seed);
  const day = (changed: boolean, since: number): IdentifiedDay => {
    const share = since < 0 ? before : changed ? later + drift : before + drift;
    const sums = { identified: 0, total: 0 };
    for (let i = 0; i < receipts; i++) {
      const amount = Math.round(500 + 8000 * random());
      sums.total += amount;
      if (random() < share) sums.identified += amount;
    }
    return { changed, since, ...sums };
  };
  return [true, false].flatMap((changed) => Array.from({ length: 91 + after }, (_, i) => day(changed, i - 91)));
}

describe("identification moved by over 3 points against the twins' stores", () => {
  it("60% -> 66% in the changed stores only: moved", () => {
    expect(identificationMoved(days(1, { later: 0.66 }), 56)).toBe(true);
    expect(identificationMoved(days(2, { later: 0.54 }), 56)).toBe(true);
  });
  it("60% -> 66% everywhere: not", () => {
    expect(identificationMoved(days(3, { drift: 0.06 }), 56)).toBe(false);
  });
  it("60% -> 62%: under 3 points, not", () => {
    expect(identificationMoved(days(4, { later: 0.62, receipts: 800 }), 56)).toBe(false);
  });
  it("under 14 days: not yet asked", () => {
    expect(identificationMoved(days(5, { later: 0.8, after: 13 }), 13)).toBe(false);
  });
  it("200 small stores of 15 receipts a day where nothing moved, looked at for 13 blocks: 1 in 20 said to have moved", () => {
    const said = Array.from({ length: 200 }, (_, i) => days(100 + i, { after: 364, receipts: 15 })).filter((each) =>
      identificationMoved(each, 364),
    );
    expect(said.length / 200).toBeLessThan(0.075);
  });
});
