import { and, eq } from "drizzle-orm";
import { changeRevision } from "@/db/schema";
import { type Scope, todayOf } from "../../scope";
import type { ChangeRule } from "../change-rule";
import { addDays } from "../days";

/**
 * The first day that the alarm may use. A change recorded, or given another scope or other dates, after its day 0 starts its
 * alarm on the day on which that was done (methods 2); one that was only planned anew before its day 0 starts on day 0.
 */
export async function alarmFrom(scope: Scope, change: ChangeRule["change"], day0: string): Promise<string> {
  const recorded = change.revision > 1 ? await correctedOn(scope, change) : change.recordedOn;
  return recorded > day0 ? recorded : day0;
}

/** The local day of the edit that made the present revision; people act on the day after the last complete one (D8). */
async function correctedOn(scope: Scope, change: ChangeRule["change"]): Promise<string> {
  const [edit] = await scope.db
    .select({ at: changeRevision.at })
    .from(changeRevision)
    .where(
      and(
        eq(changeRevision.workspaceId, scope.workspaceId),
        eq(changeRevision.changeId, change.id),
        eq(changeRevision.revision, change.revision),
      ),
    );
  return addDays(edit ? todayOf(scope.workspace, edit.at) : scope.today, 1);
}
