import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { behaviourShifts } from "../../stats/behaviour-shift";
import { benjaminiHochberg } from "../../stats/benjamini-hochberg";
import { type ShiftError, shiftError, standInManyStores } from "../../stats/shift-error";
import { SHIFT_METRICS } from "../../stats/shift-sums";
import type { Cohort } from "../cohort/open-cohort";
import { addDays, daysBetween } from "../days";
import { calibrationOf } from "../monitors/calibration-of";
import type { PartsOf } from "../schema";
import type { Stretches } from "./stretches";
import { PER_DAYS, sumBehaviour, type Window } from "./sum-behaviour";

/** Days on either side of day 0 that are held against each other, at most (methods 5). */
const MOST_DAYS = 182;
/** Level of the false discoveries among the five figures. */
const LEVEL = 0.05;

/**
 * How behaviour shifted since day 0 (methods 5): the days from day 0 to the end of the stretch (the latest 182 of them) against as many
 * before day 0, exposed against their matched twins. Reads `watcher` and `unseen` (gather-members.ts); null where no wave has a day.
 */
export async function readShift(scope: Scope, cohort: Cohort, stretches: Stretches): Promise<PartsOf<"shift"> | null> {
  const windows = windowsOf(stretches);
  const first = windows[0];
  if (first === undefined) return null;
  const by = await errorsBy(scope);
  const sums = await sumBehaviour(scope, windows, by);
  const { tau2 } = calibrationOf(cohort, "all").first;
  const error = shiftError(sums, by, tau2);
  const found = SHIFT_METRICS.map(behaviourShifts(sums, error));
  const adjusted = benjaminiHochberg(found.map((one) => (one.kind === "shift" ? one.p : null)));
  const people = (exposed: boolean) => sums.reduce((total, row) => total + (row.exposed === exposed ? row.n : 0), 0);
  return {
    days: first.days,
    before: { from: addDays(first.day0, -first.days), to: addDays(first.day0, -1) },
    after: { from: first.opens, to: first.closes },
    perDays: PER_DAYS,
    errors: { by: error.by, clusters: error.clusters, tau: Math.sqrt(error.tau2) },
    exposed: people(true),
    twins: people(false),
    metrics: found.map((one, i) =>
      one.kind === "cannot say" ? one : { ...one, adjusted: adjusted[i] ?? 1, moved: (adjusted[i] ?? 1) <= LEVEL },
    ),
  };
}

/** The longest observed first. */
function windowsOf({ waves }: Stretches): Window[] {
  return waves
    .map(({ wave, day0, to }) => {
      const days = Math.min(MOST_DAYS, daysBetween(day0, to) + 1);
      return { wave, day0, opens: addDays(to, 1 - days), closes: to, days };
    })
    .filter(({ days }) => days > 0)
    .sort((left, right) => right.days - left.days || left.wave - right.wave);
}

/** By the main stores of the exposed, as frozen with the cohort. */
async function errorsBy({ db }: Scope): Promise<ShiftError["by"]> {
  const rows = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from watcher where exposed group by main_store_id`,
  );
  return standInManyStores(rows.map(({ n }) => n)) ? "store" : "customer";
}
