import type { Scope } from "../../scope";
import { changeRule } from "../change-rule";
import { findCohort } from "../cohort/open-cohort";
import { followAlone } from "../follow-alone";
import type { StepDone } from "../jobs";
import { awaitsPlacebos } from "../placebos/awaits-placebos";
import { advanceMonitors } from "./advance-monitors";

/** Runs a change's alarms over the days that are counted, once its placebo changes are followed: they ask for it again. */
export async function advanceChange(scope: Scope, changeId: number): Promise<StepDone | null> {
  await followAlone(scope, changeId);
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  if (found?.countedThrough == null) return null;
  if (awaitsPlacebos(found)) return { rows: 0, counts: { monitors: 0, awaiting: 1 } };
  const { monitors, days, anew } = await advanceMonitors(scope, target, found, found.countedThrough);
  return { rows: days, counts: { monitors, days, ...(anew && { [anew]: monitors }) } };
}
