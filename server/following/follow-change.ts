import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { advanceMonitors, closeMonitors, closesOn } from "./advance-monitors";
import { type ChangeRule, changeRule } from "./change-rule";
import { completeThrough } from "./complete-through";
import { countDays } from "./count-days";
import { earlier } from "./days";
import { evaluate } from "./evaluate";
import { gatherMembers } from "./gather-members";
import { identificationChanged } from "./identification";
import { type Cohort, openCohort } from "./open-cohort";
import { tellAlert } from "./tell-alert";

export type FollowStep = "opening" | "counting" | "reading" | "telling";

/**
 * Follows one change as of the workspace's today: opens its cohort once day 0 is complete, counts the complete days, runs the
 * alarm, reads the figures, tells the inbox. One transaction; running it again on the same data changes nothing.
 * @returns the day up to which it was read; null where there is nothing to follow yet, or any more
 */
export async function followChange(
  scope: Scope,
  changeId: number,
  say: (step: FollowStep) => Promise<void> = async () => {},
): Promise<string | null> {
  await alone(scope, changeId);
  const target = await changeRule(scope, changeId);
  const { state, nature, revision } = target.change;
  if (nature !== "change" || state === "draft" || state === "planned") return null;
  if (state === "cancelled") {
    await closeMonitors(scope, changeId, null, "cancelled");
    return null;
  }
  await closeMonitors(scope, changeId, revision, "superseded");
  await say("opening");
  const before = await completeThrough(scope, target);
  const cohort = await openCohort(scope, target, before.through);
  if (cohort === null) return null;
  const data = await completeThrough(scope, target);
  const through = earlier(data.through, closesOn(target, cohort).day);
  if (through < cohort.day0) return null;
  await say("counting");
  await gatherMembers(scope, target, through, data);
  await countDays(scope, target, cohort.roundDays, through);
  const judged = await asMeasurable(scope, target, cohort, through);
  const monitors = await advanceMonitors(scope, target, judged, through);
  await say("reading");
  const evaluation = await evaluate(scope, target, judged, monitors, through);
  await say("telling");
  await tellAlert(scope, changeId, { monitors, evaluation, through });
  return through;
}

/** An import and an edit may both ask for the same change: the second waits, and finds what the first has frozen. */
async function alone({ db, workspaceId }: Scope, changeId: number): Promise<void> {
  await db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`follow:${workspaceId}:${changeId}`}, 7041967))`,
  );
}

/** The cohort, not measurable where the share of revenue that is known by name moved in the changed stores. */
async function asMeasurable(scope: Scope, target: ChangeRule, cohort: Cohort, through: string): Promise<Cohort> {
  if (cohort.unmeasurable !== null) return cohort;
  const moved = await identificationChanged(scope, target, through);
  return moved ? { ...cohort, unmeasurable: "identification changed" } : cohort;
}
