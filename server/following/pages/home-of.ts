import { changesOfThirteenWeeks } from "../../changes/queries";
import type { Scope } from "../../scope";
import { addDays } from "../days";
import { readNights } from "../reading/read-readings";
import { segmentsTonight, unexplained } from "./home-segments";
import { readOver, readWatched, riskOf, stands, type Watched } from "./home-watched";
import { lostOnce } from "./lost-once";

/** What home shows of the following: segments, summary, changes of 13 weeks, weekly returns. Money in minor units a year. */
export async function homeOf(scope: Scope) {
  const watched = await readWatched(scope);
  const { sampled, segments } = await segmentsTonight(scope, watched);
  const stopped = watched.filter(({ night }) => stands(night.get("verdict")));
  return {
    asOf: scope.today,
    /** A source is a sample of lines: how often people come cannot be read. */
    sampled,
    segments,
    summary: {
      /** Changes on tonight's list, what is most at stake first. */
      changes: stopped
        .map(({ id, title, night }) => ({
          id,
          title,
          sinceOn: night.get("verdict")?.alarm?.sinceOn ?? null,
          atRisk: riskOf(night),
        }))
        .sort((left, right) => right.atRisk - left.atRisk),
      stoppedSegments: segments
        .filter(({ worst }) => worst !== null && stands(worst.verdict))
        .map(({ segment }) => segment),
      measuredSegments: segments.filter(({ worst }) => worst?.rate.shown).length,
      watched: watched.length,
      /** Changes whose watch is over. */
      over: await readOver(scope),
      /** The alarm of one of them is not calibrated. */
      uncalibrated: stopped.some(({ night }) => night.get("verdict")?.calibrated === false),
      ...(await lostOnce(scope, stopped)),
    },
    changes: await lanes(scope),
    weeks: sumWeeks(scope, watched),
    next: nextOf(watched),
    unexplained: await unexplained(scope, segments),
  };
}

async function lanes(scope: Scope) {
  const changes = await changesOfThirteenWeeks(scope);
  const nights = await readNights(
    scope,
    changes.map(({ id }) => id),
    ["verdict", "follow_rate"],
  );
  return changes.map((found) => ({
    id: found.id,
    title: found.title,
    moved: found.moved,
    kind: found.kind,
    state: found.state,
    startOn: found.startActual ?? found.startPlanned ?? found.recordedOn,
    verdict: nights.get(found.id)?.get("verdict") ?? null,
  }));
}

/** Weekly returns of everybody touched by a watched change, and those that twins predict, over 13 weeks. */
function sumWeeks(scope: Scope, watched: readonly Watched[]) {
  const sums = new Map<string, { observed: number; expected: number }>();
  const first = addDays(scope.today, -91);
  for (const { night } of watched) {
    for (const { week, observed, expected } of night.get("weeks")?.weeks ?? []) {
      if (week < first) continue;
      const sum = sums.get(week) ?? { observed: 0, expected: 0 };
      sums.set(week, { observed: sum.observed + observed, expected: sum.expected + expected });
    }
  }
  return [...sums]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([week, sum]) => ({ week, ...sum, complete: addDays(week, 6) <= scope.today }));
}

/** What to look at next, ranked by what is at stake; then what is still too early, the nearest answer first. */
function nextOf(watched: readonly Watched[]) {
  return watched
    .flatMap(({ id, title, night }) => {
      const said = night.get("verdict");
      if (said === null || said.word === "they follow" || said.word === "not measurable") return [];
      return [{ id, title, verdict: said, atRiskMinor: Math.max(0, riskOf(night)) }];
    })
    .sort(
      (left, right) =>
        Number(stands(right.verdict)) - Number(stands(left.verdict)) || right.atRiskMinor - left.atRiskMinor,
    )
    .slice(0, 3);
}
