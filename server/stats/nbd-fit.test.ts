import { describe, expect, it } from "vitest";
import { drawBgNbd } from "@/server/stats/bg-nbd-draw";
import { type BgNbdFit, type BgNbdParameters, fitBgNbd } from "@/server/stats/bg-nbd-fit";
import { bgNbdLikelihood } from "@/server/stats/bg-nbd-likelihood";
import { expectedOccasions, pAlive, returnProbability } from "@/server/stats/bg-nbd-predict";
import { distinctTriples } from "@/server/stats/distinct-triples";
import { fitNbd } from "@/server/stats/nbd-fit";
import { seededRandom } from "@/server/stats/random";

/** Customers met over the first half of a year, seen to its end. */
function draw(p: BgNbdParameters, seed: number, customers = 3_000) {
  const random = seededRandom(seed);
  const rows = Array.from({ length: customers }, () => {
    const T = 90 + Math.floor(180 * random());
    const { days } = drawBgNbd(random, p, T);
    return { x: days.length, tx: days.at(-1) ?? 0, T };
  });
  return { x: rows.map((row) => row.x), tx: rows.map((row) => row.tx), T: rows.map((row) => row.T) };
}

/** Nobody leaves: a chance of one in a million after each occasion. */
const stayers = { r: 0.9, alpha: 130, a: 1, b: 1e6 };

function asFit(fit: ReturnType<typeof fitNbd>): BgNbdFit {
  if (fit.kind === "cannot say") throw new Error(fit.why);
  return fit;
}

describe("a year in which nobody leaves", () => {
  const rows = draw(stayers, 1);
  const fit = asFit(fitNbd(rows));

  it("r .9 and alpha 130 are found within 4 standard errors", () => {
    expect(Math.abs(fit.parameters.r - 0.9)).toBeLessThan(4 * fit.standardErrors.r);
    expect(Math.abs(fit.parameters.alpha - 130)).toBeLessThan(4 * fit.standardErrors.alpha);
    expect(fit.standardErrors.alpha).toBeLessThan(13);
  });

  it("everybody is alive: return within t = 1 - ((alpha + T)/(alpha + T + t))^(r + x), E = t (r + x)/(alpha + T)", () => {
    const { r, alpha } = fit.parameters;
    expect(pAlive(fit.parameters, 40, 20, 270)).toBe(1);
    expect(returnProbability(fit.parameters, 2, 30, 200, 90)).toBeCloseTo(
      1 - ((alpha + 200) / (alpha + 290)) ** (r + 2),
      12,
    );
    expect(expectedOccasions(fit.parameters, 2, 30, 200, 365)).toBeCloseTo((365 * (r + 2)) / (alpha + 200), 9);
  });

  it("no BG/NBD with people leaving, at these r and alpha, is more than 2 above its log-likelihood", () => {
    const full = bgNbdLikelihood(distinctTriples(rows));
    const { r, alpha } = fit.parameters;
    for (const p of [1e-6, 1e-4, 1e-2, 0.1, 0.3])
      for (const b of [0.1, 1, 100]) expect(full([r, alpha, p * b, b]).value).toBeLessThan(fit.logLikelihood + 2);
  });

  it("in weeks: alpha a seventh, r the same", () => {
    const weeks = asFit(fitNbd({ x: rows.x, tx: rows.tx.map((t) => t / 7), T: rows.T.map((t) => t / 7) }));
    expect(weeks.parameters.r).toBeCloseTo(fit.parameters.r, 8);
    expect(7 * weeks.parameters.alpha).toBeCloseTo(fit.parameters.alpha, 6);
  });
});

describe("is refused", () => {
  it("where people leave: one in four after an occasion, BG/NBD says it better", () => {
    const rows = draw({ r: 0.9, alpha: 40, a: 1, b: 3 }, 2);
    expect(fitBgNbd(rows).kind).toBe("fit");
    expect(fitNbd(rows)).toMatchObject({ kind: "cannot say", why: "no convergence" });
  });

  it("where all are alike: 10 repeats each in 100 days, r runs off", () => {
    const same = (value: number) => Array.from({ length: 500 }, () => value);
    expect(fitNbd({ x: same(10), tx: same(100), T: same(100) })).toMatchObject({ why: "no convergence" });
  });

  it("under 50 repeaters", () => {
    expect(fitNbd({ x: [1, 0], tx: [3, 0], T: [9, 9] })).toMatchObject({ why: "too few repeaters", have: 1, need: 50 });
  });
});
