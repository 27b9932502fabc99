import { and, desc, eq, isNotNull } from "drizzle-orm";
import { cohort } from "@/db/schema";
import type { Scope } from "../../scope";
import { type Calibration, calibrate } from "../../stats/placebo-calibration";
import { calibrationOf } from "../monitors/calibration-of";

/** Cohorts looked at: the latest. */
const LATEST = 50;

/**
 * How far shops may be expected to differ of themselves, before a change has placebos of its own: the median of what those of the
 * latest changes said (first returns); tau = 0.05 where none has enough (methods 4).
 */
export async function expectCalibration({
  db,
  workspaceId,
}: Scope): Promise<{ calibration: Calibration; calibratedOn: number }> {
  const rows = await db
    .select({ calibration: cohort.calibration })
    .from(cohort)
    .where(and(eq(cohort.workspaceId, workspaceId), isNotNull(cohort.calibration)))
    .orderBy(desc(cohort.frozenAt))
    .limit(LATEST);
  const known = rows
    .map((row) => calibrationOf({ ...row, strata: [] }, "all").first)
    .filter(({ calibrated }) => calibrated);
  if (known.length === 0) return { calibration: calibrate([]), calibratedOn: 0 };
  const median = (of: (one: Calibration) => number) => known.map(of).sort((a, b) => a - b)[known.length >> 1] ?? 0;
  const [tau2, sigma2] = [median((one) => one.tau2), median((one) => one.sigma2)];
  return { calibration: { m: 0, tau2, sigma2, k: 0, calibrated: true }, calibratedOn: known.length };
}
