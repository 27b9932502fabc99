import { and, eq } from "drizzle-orm";
import { cohort } from "@/db/schema";
import type { Scope } from "../scope";
import { closesOn } from "./advance-monitors";
import { changeRule } from "./change-rule";
import { completeThrough } from "./complete-through";
import { countDays } from "./count-days";
import { earlier } from "./days";
import { followAlone } from "./follow-alone";
import { gatherMembers } from "./gather-members";
import { identificationChanged } from "./identification";
import type { StepDone } from "./jobs";
import { findCohort } from "./open-cohort";

/**
 * Counts the returns of a change's members, day by day, up to the last complete day. Run again on the same data it changes nothing.
 * Who goes on from these days (monitors) keeps `cohort.rewinds` as it was when they were read: while it is the same, no day up to
 * the former `counted_through` has changed and the days after it are enough; when it is another, all is run anew from the first day.
 */
export async function countChange(scope: Scope, changeId: number): Promise<StepDone | null> {
  await followAlone(scope, changeId);
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  if (found === null) return null;
  const data = await completeThrough(scope, target);
  const through = earlier(data.through, closesOn(target, found).day);
  if (through < found.day0) return null;
  await gatherMembers(scope, target, through, data);
  await countDays(scope, target, found.roundDays, through);
  const moved = found.unmeasurable === null && (await identificationChanged(scope, target, through));
  await scope.db
    .update(cohort)
    .set({ countedThrough: through, withheld: moved ? "identification changed" : null })
    .where(
      and(
        eq(cohort.workspaceId, scope.workspaceId),
        eq(cohort.changeId, changeId),
        eq(cohort.revision, target.change.revision),
      ),
    );
  return { rows: 0 };
}
