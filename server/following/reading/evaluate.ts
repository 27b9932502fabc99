import type { Scope } from "../../scope";
import type { Calibration } from "../../stats/placebo-calibration";
import { NAMED_SEGMENTS } from "../../stats/portrait";
import type { ChangeRule } from "../change-rule";
import { type Cohort, wasSampled } from "../cohort/open-cohort";
import { completeThrough } from "../counting/complete-through";
import { gatherMembers } from "../counting/gather-members";
import { frozenOf, partRead } from "../counting/splits";
import { calibrationOf } from "../monitors/calibration-of";
import type { PartsOf, Slice } from "../schema";
import { breakDown } from "./break-down";
import { cameBack } from "./came-back";
import { asStrata, estimateRate, lostFollowers, revenueAtRisk } from "./estimate-rate";
import { keepReadings, type NewReading } from "./keep-readings";
import { answersWith, readAnswers } from "./read-answers";
import { readHabits } from "./read-habits";
import { type PlaceCount, readPlaces } from "./read-places";
import { type NightReadings, readNights } from "./read-readings";
import { countWithin, readPaths, type StretchCount } from "./read-returns";
import { readShift } from "./read-shift";
import { readValues } from "./read-values";
import { readWeeks } from "./read-weeks";
import { lastReadWith, membersWith, placesWith, type ReadWith, visitsMoved } from "./read-with";
import { sharePlaces } from "./share-places";
import { latestStretches, placesStretches, roundsOf, type Stretches, spanOf, spansOf } from "./stretches";
import { timeToReturn } from "./time-to-return";

export interface Evaluated {
  /** Readings that were made again, moved or not. */
  rows: number;
  /** Whether the members had to be looked up. */
  lookedUp: boolean;
  readWith: ReadWith | null;
}

interface Question {
  scope: Scope;
  target: ChangeRule;
  cohort: Cohort;
  through: string;
  last: ReadWith | null;
  night: NightReadings | null;
}

/**
 * Reads a change as of `through` and keeps what it found in `reading`. Rates, curves and weeks come from the counted days, so nobody
 * is looked up for them. Where people went and the breakdown look members up, and only when they can have moved: another stretch,
 * other members or scope, visits of members that moved in these days (read-with.ts); else the last reading stands.
 */
export async function evaluate(scope: Scope, target: ChangeRule, cohort: Cohort, through: string): Promise<Evaluated> {
  const stretches = latestStretches(cohort, through);
  if (stretches === null || cohort.counts.matched === 0) return { rows: 0, lookedUp: false, readWith: null };
  const night = (await readNights(scope, [target.change.id], ["where", "breakdown", "nps"])).get(target.change.id);
  const last = lastReadWith(cohort);
  const question = { scope, target, cohort, through, last, night: night ?? null };
  const paths = await readPaths(scope, target, {
    rounds: roundsOf(cohort, stretches),
    through,
    part: partRead(cohort),
  });
  const counts = countWithin(paths, spansOf(cohort, stretches));
  const places = await readPlacesIfMoved(question, placesStretches(stretches));
  const members = membersWith(cohort);
  const values = last?.members === members ? last.values : await readValues(scope, target);
  const answers = await answersWith(scope, target, through, members);
  const readings: NewReading[] = [...places.readings];
  for (const slice of slicesWithPeople(cohort)) {
    const own = counts.filter(inSlice(cohort, slice));
    const where = places.where.get(slice) ?? null;
    const calibration = calibrationAt(cohort, slice, stretches);
    const parts = rateOf(scope, { cohort, counts: own, calibration, where, value: values[slice] ?? 0, stretches });
    readings.push({ method: "follow_rate", slice, parts });
  }
  readings.push({ method: "came_back", slice: "all", parts: { points: cameBack(cohort, paths, through) } });
  readings.push({ method: "return_time", slice: "all", parts: timeToReturn(cohort, paths, through) });
  readings.push({
    method: "weeks",
    slice: "all",
    parts: await readWeeks(scope, target, { day0: cohort.day0, through, paths }),
  });
  readings.push({ method: "nps", slice: "all", parts: await readAnswersIfMoved(question, answers) });
  const { id: changeId, revision } = target.change;
  await keepReadings(scope, [{ changeId, revision, asOf: through, readings }]);
  return {
    rows: readings.length,
    lookedUp: places.lookedUp,
    readWith: { places: places.with, members, values, answers },
  };
}

interface Places {
  readings: NewReading[];
  where: Map<Slice, PartsOf<"where">>;
  with: string;
  lookedUp: boolean;
}

async function readPlacesIfMoved(question: Question, stretches: Stretches): Promise<Places> {
  const { scope, target, cohort, through, last, night } = question;
  const slices = slicesWithPeople(cohort);
  const made = await placesWith(scope, target, cohort, stretches);
  const kept = new Map(
    slices.flatMap((slice) => {
      const parts = night?.get("where", slice);
      return parts ? [[slice, parts] as const] : [];
    }),
  );
  const stands = last?.places === made && kept.size === slices.length;
  if (stands && !(await visitsMoved(scope, target, cohort, stretches)))
    return { readings: [], where: kept, with: made, lookedUp: false };
  const data = await completeThrough(scope, target, cohort);
  await gatherMembers(scope, target, through, data, cohort.countedJoined);
  const counts = await readPlaces(scope, target, stretches);
  const where = new Map(slices.map((slice) => [slice, whereOf(cohort, slice, counts, stretches)] as const));
  const readings: NewReading[] = [...where].map(([slice, parts]) => ({ method: "where", slice, parts }));
  const breakdown = await breakdownOf(question, stretches);
  if (breakdown) readings.push({ method: "breakdown", slice: "all", parts: breakdown });
  const measured = cohort.unmeasurable === null && cohort.withheld === null;
  const shift = measured ? await readShift(scope, cohort, stretches) : null;
  if (shift) readings.push({ method: "shift", slice: "all", parts: shift });
  return { readings, where, with: made, lookedUp: true };
}

function whereOf(cohort: Cohort, slice: Slice, counts: readonly PlaceCount[], stretches: Stretches): PartsOf<"where"> {
  return { stretch: spanOf(stretches), ...sharePlaces(counts.filter(inSlice(cohort, slice))) };
}

/** Where nothing can be said any more, what was said before is taken back: no dimension. */
async function breakdownOf(
  { scope, target, cohort, night, through }: Question,
  stretches: Stretches,
): Promise<PartsOf<"breakdown"> | null> {
  const stretch = spanOf(stretches);
  if (cohort.unmeasurable !== null || cohort.withheld !== null)
    return night?.get("breakdown") ? { stretch, dimensions: [] } : null;
  const paths = await readPaths(scope, target, {
    rounds: roundsOf(cohort, stretches),
    through,
    part: partRead(cohort),
  });
  const counts = countWithin(paths, spansOf(cohort, stretches));
  return { stretch, ...breakDown(cohort, counts, await readHabits(scope, stretches)) };
}

/** Without other answers only the last day asked for is another. */
async function readAnswersIfMoved({ scope, target, through, last, night }: Question, answers: string) {
  const before = night?.get("nps") ?? null;
  if (before === null || last?.answers !== answers) return readAnswers(scope, target, through);
  const { windows } = before;
  return { ...before, windows: { ...windows, after: { ...windows.after, to: through } } };
}

export function slicesWithPeople(cohort: Cohort): Slice[] {
  const segments = NAMED_SEGMENTS.filter((name) =>
    cohort.strata.some((row) => row.segment === name && row.exposed > 0),
  );
  return ["all", ...segments.map((name) => `segment:${name}` as const)];
}

function inSlice(cohort: Cohort, slice: Slice): (row: { stratum: number }) => boolean {
  const strata = new Set(
    cohort.strata.filter((row) => slice === "all" || slice === `segment:${row.segment}`).map((row) => row.stratum),
  );
  return (row) => strata.has(frozenOf(row.stratum));
}

/** Returns of the first round are first returns. */
function calibrationAt(cohort: Cohort, slice: Slice, { round }: Stretches): Calibration {
  const { first, rounds } = calibrationOf(cohort, slice);
  return round === null || round === 1 ? first : rounds;
}

interface RateInput {
  cohort: Cohort;
  counts: StretchCount[];
  calibration: Calibration;
  where: PartsOf<"where"> | null;
  value: number;
  stretches: Stretches;
}

/** `withinScope` speaks of the same days as the rate, or is not said: before the first round is over, places are read by the week. */
function rateOf(
  scope: Scope,
  { cohort, counts, calibration, where, value, stretches }: RateInput,
): PartsOf<"follow_rate"> {
  const rate = estimateRate(asStrata(cohort, counts), calibration);
  const followed = stretches.kind === "round" ? where?.places.find((each) => each.place === "followed") : undefined;
  return {
    stretch: spanOf(stretches),
    rate,
    lostFollowers: rate.kind === "rate" ? lostFollowers(rate, stretches.kind) : null,
    revenueAtRisk:
      rate.kind === "rate" && rate.shown && !wasSampled(cohort)
        ? revenueAtRisk(rate, value, scope.workspace.marginRate)
        : null,
    withinScope: followed ? { exposed: followed.share, twins: followed.twinShare } : null,
  };
}
