import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { NAMED_SEGMENTS } from "../stats/portrait";
import { breakDown } from "./break-down";
import { cameBack } from "./came-back";
import type { ChangeRule } from "./change-rule";
import { asStrata, estimateRate, lostFollowers, revenueAtRisk } from "./estimate-rate";
import { keepReadings, type NewReading } from "./keep-readings";
import { type Cohort, wasSampled } from "./open-cohort";
import { readAnswers } from "./read-answers";
import { readHabits } from "./read-habits";
import { type PlaceCount, readPlaces } from "./read-places";
import { readFirstReturns, readStretch, type StretchCount } from "./read-returns";
import { readWeeks } from "./read-weeks";
import type { PartsOf, Slice } from "./schema";
import { sharePlaces } from "./share-places";
import { latestStretches, type Stretches, spanOf } from "./stretches";
import { timeToReturn } from "./time-to-return";

/** Reads a change as of `through` and keeps what it found in `reading`. Pure parts beside; run twice it writes the same rows. */
export async function evaluate(scope: Scope, target: ChangeRule, cohort: Cohort, through: string): Promise<number> {
  const stretches = latestStretches(cohort, through);
  const slices = slicesWithPeople(cohort);
  const readings: NewReading[] = [];
  if (stretches !== null && cohort.counts.matched !== 0) {
    const counts = await readStretch(scope, stretches);
    const places = await readPlaces(scope, target, stretches);
    const values = await readValues(scope, target);
    for (const slice of slices) {
      const here = inSlice(cohort, slice);
      const rate = rateOf(scope, {
        cohort,
        counts: counts.filter(here),
        places: places.filter(here),
        value: values.get(slice) ?? 0,
        stretches,
      });
      readings.push({ method: "follow_rate", slice, parts: rate });
      readings.push({
        method: "where",
        slice,
        parts: { stretch: spanOf(stretches), ...sharePlaces(places.filter(here)) },
      });
    }
    if (cohort.unmeasurable === null && cohort.withheld === null) {
      const habits = breakDown(cohort, counts, await readHabits(scope, target, stretches));
      readings.push({ method: "breakdown", slice: "all", parts: { stretch: spanOf(stretches), ...habits } });
    }
    const first = await readFirstReturns(scope);
    readings.push({ method: "came_back", slice: "all", parts: { points: cameBack(cohort, first, through) } });
    readings.push({ method: "return_time", slice: "all", parts: timeToReturn(cohort, first, through) });
    readings.push({ method: "weeks", slice: "all", parts: await readWeeks(scope, through) });
    readings.push({ method: "nps", slice: "all", parts: await readAnswers(scope, target, through) });
  }
  await keepReadings(scope, { changeId: target.change.id, revision: target.change.revision }, through, readings);
  return readings.length;
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
  return (row) => strata.has(row.stratum);
}

interface RateInput {
  cohort: Cohort;
  counts: StretchCount[];
  places: PlaceCount[];
  value: number;
  stretches: Stretches;
}

function rateOf(scope: Scope, { cohort, counts, places, value, stretches }: RateInput): PartsOf<"follow_rate"> {
  const rate = estimateRate(asStrata(cohort, counts));
  const followed = sharePlaces(places).places.find((each) => each.place === "followed");
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

/** Expected 12-month value of the matched exposed as of day 0, minor units, by slice. */
async function readValues(scope: Scope, { change }: ChangeRule): Promise<Map<Slice, number>> {
  const rows = await scope.db.execute<{ slice: Slice; value: number | null }>(sql`
    select coalesce('segment:' || segment, 'all') as slice, sum(value_minor::float8) as value
    from cohort_member
    where workspace_id = ${scope.workspaceId} and change_id = ${change.id} and revision = ${change.revision} and arm = 'exposed'
    group by grouping sets ((segment), ())`);
  return new Map(rows.map((row) => [row.slice, row.value ?? 0]));
}
