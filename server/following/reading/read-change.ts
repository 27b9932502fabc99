import { and, eq } from "drizzle-orm";
import { cohort } from "@/db/schema";
import { currentVersion } from "../../customers/visit-version";
import { visitsStand } from "../../customers/visits-stand";
import type { Scope } from "../../scope";
import { changeRule } from "../change-rule";
import { findCohort } from "../cohort/open-cohort";
import { forgetMoved, movesStand } from "../counting/forget-moved";
import { followAlone } from "../follow-alone";
import type { StepDone } from "../jobs";
import { evaluate } from "./evaluate";

/** Reads the figures of a change as of the last day counted; then moved visits that everybody has seen are forgotten. */
export async function readChange(scope: Scope, changeId: number): Promise<StepDone | null> {
  await visitsStand(scope);
  await followAlone(scope, changeId);
  await movesStand(scope);
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  if (found?.countedThrough == null) return null;
  const through = found.countedThrough;
  const version = await currentVersion(scope);
  const { rows, lookedUp, readWith } = await evaluate(scope, target, found, through);
  await scope.db
    .update(cohort)
    .set({ readThrough: through, readVersion: version, readWith: readWith && JSON.stringify(readWith) })
    .where(
      and(
        eq(cohort.workspaceId, scope.workspaceId),
        eq(cohort.changeId, changeId),
        eq(cohort.revision, target.change.revision),
      ),
    );
  await forgetMoved(scope);
  return { rows, counts: { readings: rows, lookedUp: lookedUp ? 1 : 0 } };
}
