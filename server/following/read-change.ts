import type { Scope } from "../scope";
import { changeRule } from "./change-rule";
import { completeThrough } from "./complete-through";
import { evaluate } from "./evaluate";
import { followAlone } from "./follow-alone";
import { gatherMembers } from "./gather-members";
import type { StepDone } from "./jobs";
import { findCohort } from "./open-cohort";

/** Reads the figures of a change as of the last day counted. */
export async function readChange(scope: Scope, changeId: number): Promise<StepDone | null> {
  await followAlone(scope, changeId);
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  if (found?.countedThrough == null) return null;
  await gatherMembers(scope, target, found.countedThrough, await completeThrough(scope, target));
  return { rows: await evaluate(scope, target, found, found.countedThrough) };
}
