import { expect, it } from "vitest";
import { kaplanMeier } from "../../stats/kaplan-meier";
import { logRank, type SurvivalRow } from "../../stats/log-rank";
import { seededRandom } from "../../stats/random";
import { medianOf } from "./time-to-return";

it("people counted together give the median and the test of people one by one", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 1 + Math.floor(12 * random()) }, (_, i): SurvivalRow => {
      const event = random() < 0.6 ? 1 : 0;
      const where = { group: random() < 0.4 ? "exposed" : "twin", stratum: String(i % 2) };
      return { time: Math.floor(8 * random()), event, ...where, count: 1 + Math.floor(3 * random()) };
    });
    const each = rows.flatMap(({ count = 1, ...row }) => new Array<SurvivalRow>(count).fill(row));
    const { median } = kaplanMeier(
      each.map(({ time }) => time),
      each.map(({ event }) => event),
    );
    expect(medianOf(rows)).toBe(median);
    expect(logRank(rows)).toEqual(logRank(each));
  }
});
