import { visitsStand } from "../customers/visits-stand";
import type { Scope } from "../scope";
import { changeRule } from "./change-rule";
import { openChange } from "./cohort/open-change";
import { findCohort } from "./cohort/open-cohort";
import { countChange } from "./counting/count-change";
import type { StepDone } from "./jobs";
import { drawUpList } from "./list/draw-up-list";
import { advanceChange } from "./monitors/advance-change";
import { runPlacebos } from "./placebos/run-placebos";
import { readChange } from "./reading/read-change";

const steps = {
  opening: openChange,
  counting: countChange,
  calibrating,
  advancing: advanceChange,
  reading: readChange,
};
export type FollowStep = keyof typeof steps | "listing";

/**
 * The steps that the jobs of one change take, its placebo changes among them, one after the other in one transaction: the way of
 * tests and benches.
 * @returns the day up to which it was read; null where there is nothing to follow yet, or any more
 */
export async function followChange(
  scope: Scope,
  changeId: number,
  say: (step: FollowStep) => Promise<void> = async () => {},
): Promise<string | null> {
  await visitsStand(scope);
  for (const name of Object.keys(steps) as (keyof typeof steps)[]) {
    await say(name);
    if ((await steps[name](scope, changeId)) === null) return null;
  }
  await say("listing");
  await drawUpList(scope);
  return (await findCohort(scope, await changeRule(scope, changeId)))?.countedThrough ?? null;
}

/** What a change without placebo changes to follow has nothing to do with. */
async function calibrating(scope: Scope, changeId: number): Promise<StepDone> {
  return (await runPlacebos(scope, changeId)) ?? { rows: 0 };
}
