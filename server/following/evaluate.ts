import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { NAMED_SEGMENTS } from "../stats/portrait";
import type { NotMeasurable } from "../stats/verdict";
import { settingsOf } from "../workspaces/settings";
import type { MonitorReading } from "./advance-monitors";
import { breakDown } from "./break-down";
import { cameBack } from "./came-back";
import type { ChangeRule } from "./change-rule";
import { decideVerdict } from "./decide-verdict";
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

/** What the readings of one night say: of the change as a whole, and of each of its segments. */
export interface Evaluation {
  verdicts: Map<Slice, PartsOf<"verdict">>;
  rates: Map<Slice, PartsOf<"follow_rate">>;
}

/** Reads a change as of `through` and keeps what it found in `reading`. Pure parts beside; run twice it writes the same rows. */
export async function evaluate(
  scope: Scope,
  target: ChangeRule,
  cohort: Cohort,
  monitors: readonly MonitorReading[],
  through: string,
): Promise<Evaluation> {
  const stretches = latestStretches(cohort, through);
  const slices = slicesWithPeople(cohort);
  const rates: Evaluation["rates"] = new Map();
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
      rates.set(slice, rate);
      readings.push({
        method: "where",
        slice,
        parts: { stretch: spanOf(stretches), ...sharePlaces(places.filter(here)) },
      });
    }
    if (cohort.unmeasurable === null) {
      const habits = breakDown(cohort, counts, await readHabits(scope, target, stretches));
      readings.push({ method: "breakdown", slice: "all", parts: { stretch: spanOf(stretches), ...habits } });
    }
    const first = await readFirstReturns(scope);
    readings.push({ method: "came_back", slice: "all", parts: { points: cameBack(cohort, first, through) } });
    readings.push({ method: "return_time", slice: "all", parts: timeToReturn(cohort, first, through) });
    readings.push({ method: "weeks", slice: "all", parts: await readWeeks(scope, through) });
    readings.push({ method: "nps", slice: "all", parts: await readAnswers(scope, target, through) });
  }
  const verdicts = decideAll(scope, { cohort, monitors, rates, slices, stretches });
  for (const [slice, parts] of verdicts) readings.push({ method: "verdict", slice, parts });
  for (const [slice, parts] of rates)
    readings.push({ method: "follow_rate", slice, parts: withCounts(parts, verdicts.get(slice)) });
  await keepReadings(scope, target.change.id, through, readings);
  return { verdicts, rates };
}

function slicesWithPeople(cohort: Cohort): Slice[] {
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
    lostFollowers: null,
    revenueAtRisk:
      rate.kind === "rate" && rate.shown && !wasSampled(cohort)
        ? revenueAtRisk(rate, value, scope.workspace.marginRate)
        : null,
    withinScope: followed ? { exposed: followed.share, twins: followed.twinShare } : null,
  };
}

interface Decided {
  cohort: Cohort;
  monitors: readonly MonitorReading[];
  rates: Evaluation["rates"];
  slices: readonly Slice[];
  stretches: Stretches | null;
}

function decideAll(scope: Scope, { cohort, monitors, rates, slices, stretches }: Decided): Evaluation["verdicts"] {
  const { followFrom } = settingsOf(scope.workspace);
  const monitorOf = (slice: Slice, direction: "down" | "up") =>
    monitors.find((monitor) => monitor.slice === slice && monitor.direction === direction) ?? null;
  const early = stretches === null || stretches.kind === "so far";
  return new Map(
    slices.map((slice) => [
      slice,
      decideVerdict({
        unmeasurable: cohort.unmeasurable as NotMeasurable | null,
        down: monitorOf(slice, "down"),
        up: monitorOf(slice, "up"),
        rate: rates.get(slice) ?? null,
        followFrom,
        daysToGo: early ? cohort.roundDays - (stretches?.days ?? 0) : null,
      }),
    ]),
  );
}

/** A count of people is said only where the verdict stands behind it (methods 3). */
function withCounts(parts: PartsOf<"follow_rate">, said: PartsOf<"verdict"> | undefined): PartsOf<"follow_rate"> {
  const lost = said?.word === "stopped following" || said?.word === "drifting";
  return lost && parts.rate.kind === "rate"
    ? { ...parts, lostFollowers: lostFollowers(parts.rate, parts.stretch.kind) }
    : parts;
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
