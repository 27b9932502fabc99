import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { closeMonitors } from "./advance-monitors";
import { changeRule } from "./change-rule";
import { completeThrough } from "./complete-through";
import { followAlone } from "./follow-alone";
import type { StepDone } from "./jobs";
import { findCohort, openCohort, wavesOf } from "./open-cohort";

/**
 * Freezes the cohort of a change's present revision once day 0 is complete, and every later wave on its day; closes what watched
 * a revision that counts no more. Run again on the same data it changes nothing.
 * @returns null where there is nothing to follow yet, or any more
 */
export async function openChange(scope: Scope, changeId: number): Promise<StepDone | null> {
  await followAlone(scope, changeId);
  const target = await changeRule(scope, changeId);
  const { state, nature, revision } = target.change;
  if (nature !== "change" || state === "draft" || state === "planned") return null;
  if (state === "cancelled") {
    await closeMonitors(scope, changeId, null, "cancelled");
    return null;
  }
  await closeMonitors(scope, changeId, revision, "superseded");
  const before = wavesOf(await findCohort(scope, target)).length;
  const { through } = await completeThrough(scope, target);
  const cohort = await openCohort(scope, target, through);
  if (cohort === null) return null;
  const opened = wavesOf(cohort).slice(before);
  if (before === 0 && opened.length > 0 && cohort.unmeasurable === null)
    await enqueue(scope, "run-placebos", `change:${changeId}`, { changeId });
  const sum = (of: (wave: (typeof opened)[number]) => number) => opened.reduce((total, wave) => total + of(wave), 0);
  return {
    rows: sum((wave) => wave.matched + wave.twins),
    counts: { waves: opened.length, exposed: sum((wave) => wave.matched), twins: sum((wave) => wave.twins) },
  };
}
