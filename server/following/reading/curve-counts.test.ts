import { expect, it } from "vitest";
import { seededRandom } from "../../stats/random";
import { addDays } from "../days";
import { curveCounts } from "./curve-counts";
import { countWithin, type Moved, type StratumPath } from "./read-returns";

const DAY0 = ["2026-03-01", "2026-03-09"] as const;
const THROUGH = "2026-04-20";

/** Two waves; people come, some go out of watch with and without having come. */
function drawPaths(seed: number): StratumPath[] {
  const random = seededRandom(seed);
  const whole = (most: number) => Math.floor(random() * (most + 1));
  return Array.from({ length: 6 }, (_, stratum) => {
    const day0 = DAY0[stratum % 2] ?? DAY0[0];
    const days = Array.from({ length: 60 }, (_, i) => addDays(day0, i)).filter((day) => day <= THROUGH);
    const some = (share: number, row: (day: string) => Moved) => days.filter(() => random() < share).map(row);
    const watch = [
      { day: day0, exposed: 40, twins: 160 },
      ...some(0.1, (day) => ({ day, exposed: -whole(2), twins: -whole(3) })).filter(({ day }) => day > day0),
    ];
    const came = some(0.7, (day) => ({ day, exposed: whole(2), twins: whole(6) }));
    const gone = some(0.1, (day) => ({ day, exposed: -whole(1), twins: -whole(1) }));
    return { stratum, watch, came: new Map([[0, came]]), gone: new Map([[0, gone]]) };
  });
}

it.each([1, 2, 3, 4, 5])("seed %i: the same as each time counted by itself", (seed) => {
  const paths = drawPaths(seed);
  const day0Of = (stratum: number) => DAY0[stratum % 2];
  const times = [1, 2, 5, 8, 20, 33, 43, 44, 50, 51];
  const walked = [...curveCounts(paths, { day0Of, through: THROUGH, times })];
  const each = times.map((t) => ({
    t,
    counts: countWithin(paths, (stratum) => {
      const from = day0Of(stratum);
      const to = from && addDays(from, t - 1);
      return from && to && to <= THROUGH ? { round: 0, from, to } : undefined;
    }),
  }));
  expect(walked).toEqual(each);
  expect(walked.at(-1)?.counts).toHaveLength(3);
});
