import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nps, npsDifference, weighedNps } from "@/server/stats/nps";

function scored(detractors: number, passives: number, promoters: number) {
  const answer = nps({ detractors, passives, promoters }, { minAnswers: 1 });
  if (answer.kind === "cannot say") throw new Error(answer.why);
  return answer;
}

describe("NPS (R package NPS; adjusted Wald, Rocks 2016), in points", () => {
  it.each([
    [10, 20, 70, 60, 46.9991, 73.0009, 45.2698, 71.2351],
    [9, 11, 16, 19.4444, -7.0259, 45.9148, -7.3011, 43.1986],
    [0, 0, 5, 100, 100, 100, 17.4915, 100],
    [0, 0, 20, 100, 100, 100, 69.6833, 100],
    [500, 1500, 3000, 50, 48.1406, 51.8594, 48.1108, 51.8292],
    [342, 968, 1436, 39.8398, 37.2249, 42.4546, 37.1824, 42.4102],
  ])(
    "%i detractors, %i passives, %i promoters -> %f, Wald %f to %f, adjusted %f to %f",
    (d, p, pr, score, wl, wu, al, au) => {
      const answer = scored(d, p, pr);
      expect(answer.score).toBeCloseTo(score, 4);
      expect(answer.wald.lower).toBeCloseTo(wl, 3);
      expect(answer.wald.upper).toBeCloseTo(wu, 3);
      expect(answer.interval.lower).toBeCloseTo(al, 3);
      expect(answer.interval.upper).toBeCloseTo(au, 3);
    },
  );

  it("40 promoters, 25 detractors, 100 answers -> +15", () => {
    expect(scored(25, 35, 40).score).toBe(15);
  });

  it("scores 10, 9, 8, 7, 6, 0: two promoters, two passives, two detractors -> 0", () => {
    const answer = nps([10, 9, 8, 7, 6, 0], { minAnswers: 1 });
    expect(answer).toMatchObject({ score: 0, n: 6 });
  });

  it("29 answers where 30 are needed: cannot say", () => {
    expect(nps(new Array<number>(29).fill(10))).toEqual({
      kind: "cannot say",
      need: 30,
      have: 29,
      why: "too few answers",
    });
    expect(nps([], { minAnswers: 0 })).toMatchObject({ kind: "cannot say" });
  });

  it("the interval stays in [-100, 100] and turns with the scale", () => {
    const count = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(count, count, count, (d, p, pr) => {
        fc.pre(d + p + pr > 0);
        const answer = scored(d, p, pr);
        const turned = scored(pr, p, d);
        expect(answer.interval.lower).toBeGreaterThanOrEqual(-100);
        expect(answer.interval.upper).toBeLessThanOrEqual(100);
        expect(turned.score).toBeCloseTo(-answer.score, 9);
        expect(turned.interval.upper).toBeCloseTo(-answer.interval.lower, 9);
      }),
    );
  });
});

describe("NPS difference and weights", () => {
  it("60 before, 50 after on the same 100 answers: -10, errors added in squares", () => {
    const before = { detractors: 10, passives: 20, promoters: 70 };
    const after = { detractors: 15, passives: 20, promoters: 65 };
    const half = (a: typeof before) =>
      (scored(a.detractors, a.passives, a.promoters).interval.upper -
        scored(a.detractors, a.passives, a.promoters).interval.lower) /
      2;
    const change = npsDifference(before, after);
    expect(change).toMatchObject({ kind: "nps difference", value: -10 });
    if (change.kind === "cannot say") return;
    expect((change.interval.upper - change.interval.lower) / 2).toBeCloseTo(Math.hypot(half(before), half(after)), 9);
  });

  it("equal weights give the plain score and n; weights 3, 1 give n_eff = 16/10", () => {
    const scores = [10, 10, 5, 8];
    expect(weighedNps(scores, [2, 2, 2, 2])).toMatchObject({ score: 25, effectiveN: 4 });
    expect(weighedNps([10, 0], [3, 1])).toMatchObject({ score: expect.closeTo(50, 9), effectiveN: 1.6 });
    expect(weighedNps([10], [0])).toBeNull();
  });
});
