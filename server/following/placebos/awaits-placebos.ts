import { and, desc, eq, gte, isNull } from "drizzle-orm";
import { cohort, jobRun } from "@/db/schema";
import { enqueue, RETRIES } from "../../jobs/enqueue";
import type { Scope } from "../../scope";
import type { Cohort } from "../cohort/open-cohort";
import { summedUp } from "./run-placebos";

/**
 * Whether a change's alarms wait: its placebo changes are not followed yet. Alarms that rang before would ring too often, and ring or
 * not by which worker was faster.
 */
export function awaitsPlacebos({ unmeasurable, calibration }: Pick<Cohort, "unmeasurable" | "calibration">): boolean {
  return unmeasurable === null && calibration === null;
}

/** Asks for the placebo changes of a cohort that awaits them; once they were given up on, it goes on without. */
export async function askForPlacebos(scope: Scope, found: Cohort): Promise<void> {
  if (!awaitsPlacebos(found)) return;
  const subject = `change:${found.changeId}`;
  const [last] = await scope.db
    .select({ state: jobRun.state, tries: jobRun.tries })
    .from(jobRun)
    .where(
      and(
        eq(jobRun.workspaceId, scope.workspaceId),
        eq(jobRun.job, "run-placebos"),
        eq(jobRun.subject, subject),
        gte(jobRun.queuedAt, found.frozenAt),
      ),
    )
    .orderBy(desc(jobRun.id))
    .limit(1);
  if (last?.state === "running") return;
  if (last?.state === "failed" && last.tries > RETRIES) await goWithoutPlacebos(scope, found.changeId);
  else await enqueue(scope, "run-placebos", subject, { changeId: found.changeId });
}

/**
 * The default in place of placebo changes that cannot be followed (m = 0, tau = 0.05, marked "not calibrated"): nothing waits for
 * ever. @returns whether anything waited
 */
export async function goWithoutPlacebos({ db, workspaceId }: Scope, changeId: number): Promise<boolean> {
  const written = await db
    .update(cohort)
    .set({ calibration: summedUp([]) })
    .where(
      and(
        eq(cohort.workspaceId, workspaceId),
        eq(cohort.changeId, changeId),
        isNull(cohort.calibration),
        isNull(cohort.unmeasurable),
      ),
    )
    .returning({ revision: cohort.revision });
  return written.length > 0;
}
