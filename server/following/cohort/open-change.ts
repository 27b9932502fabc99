import { eq } from "drizzle-orm";
import { visit } from "@/db/schema";
import { visitsStand } from "../../customers/visits-stand";
import type { Scope } from "../../scope";
import { changeRule } from "../change-rule";
import { completeThrough } from "../counting/complete-through";
import { followAlone } from "../follow-alone";
import type { StepDone } from "../jobs";
import { closeMonitors } from "../monitors/advance-monitors";
import { askForPlacebos } from "../placebos/awaits-placebos";
import { portraitsWait } from "../portraits-wait";
import { dueWaves, findCohort, openCohort, wavesOf } from "./open-cohort";

/**
 * Freezes the cohort of a change's present revision once day 0 is complete, and every later wave on its day; closes what watched
 * a revision that counts no more. While visits, model or portraits are still to be made, a change of which a wave is due waits for
 * them: their last step asks again. Run again on the same data it changes nothing.
 * @returns null where there is nothing to follow yet, or any more
 */
export async function openChange(scope: Scope, changeId: number): Promise<StepDone | null> {
  await visitsStand(scope);
  await followAlone(scope, changeId);
  const target = await changeRule(scope, changeId);
  const { state, nature, revision } = target.change;
  if (nature !== "change" || state === "draft" || state === "planned") return null;
  if (state === "cancelled") {
    await closeMonitors(scope, changeId, null, "cancelled");
    return null;
  }
  await closeMonitors(scope, changeId, revision, "superseded");
  const found = await findCohort(scope, target);
  const before = wavesOf(found).length;
  if (found !== null && before >= target.waves.length) return { rows: 0, counts: { waves: 0, exposed: 0, twins: 0 } };
  const { through } = await completeThrough(scope, target, found);
  const freezes = dueWaves(target, through).length > before;
  if (freezes && (await portraitsWait(scope))) return null;
  const cohort = freezes && !(await anyVisit(scope)) ? found : await openCohort(scope, target, through);
  if (cohort === null) return null;
  const opened = wavesOf(cohort).slice(before);
  await askForPlacebos(scope, cohort);
  const sum = (of: (wave: (typeof opened)[number]) => number) => opened.reduce((total, wave) => total + of(wave), 0);
  return {
    rows: sum((wave) => wave.matched + wave.twins),
    counts: { waves: opened.length, exposed: sum((wave) => wave.matched), twins: sum((wave) => wave.twins) },
  };
}

async function anyVisit({ db, workspaceId }: Scope): Promise<boolean> {
  const [known] = await db.select({ day: visit.day }).from(visit).where(eq(visit.workspaceId, workspaceId)).limit(1);
  return known !== undefined;
}
