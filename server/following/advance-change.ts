import type { Scope } from "../scope";
import { advanceMonitors } from "./advance-monitors";
import { changeRule } from "./change-rule";
import { followAlone } from "./follow-alone";
import type { StepDone } from "./jobs";
import { findCohort } from "./open-cohort";

/** Runs a change's alarms over the days that are counted. */
export async function advanceChange(scope: Scope, changeId: number): Promise<StepDone | null> {
  await followAlone(scope, changeId);
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  if (found?.countedThrough == null) return null;
  const { monitors, days, anew } = await advanceMonitors(scope, target, found, found.countedThrough);
  return { rows: days, counts: { monitors, days, ...(anew && { [anew]: monitors }) } };
}
