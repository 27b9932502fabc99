import { eq, sql } from "drizzle-orm";
import { portraitDay } from "@/db/schema";
import type { Scope } from "../scope";
import { settingsOf } from "../workspaces/settings";
import { earlier } from "./days";
import { beginMemberships, keepMemberships } from "./keep-memberships";
import { redrawEveryone } from "./redraw-everyone";
import { inForceOn, modelsInForce } from "./rhythm-in-force";
import { type Known, openWalk, walkDays } from "./walk-days";
import { writeStates } from "./write-states";

export interface Refreshed {
  /** Portraits drawn, one a person and day. */
  drawn: number;
  /** Days gone through. */
  days: number;
  /** People whose segment changed, on one of those days. */
  moved: number;
  /** All of them were drawn: a first run, a new model, other settings. */
  everyone: boolean;
}

/**
 * Brings portraits, dates of transition and memberships to the workspace's today (D12, D13): day by day, those whose rows moved,
 * from the first day of it on, and those with a transition that day, by the model in force on the day; everybody where there is a
 * new model or setting. Needs a model in force (`refit-model`).
 */
export async function refreshPortraits(scope: Scope): Promise<Refreshed> {
  const models = await modelsInForce(scope, scope.today);
  const current = inForceOn(models, scope.today);
  if (!current) throw new Error("no model is in force: it is fitted first");
  const known = await readPortraitDay(scope);
  const madeWith = fingerprintOf(scope);
  if (!known) return firstRun(scope, current.rhythm, madeWith);
  await openWalk(scope, known);
  const walked = await walkDays(scope, known, models);
  const back = scope.today < known.asOf;
  const everyone = back || walked.modelId !== current.rhythm.modelId || known.madeWith !== madeWith;
  const redrawn = everyone ? await redrawEveryone(scope, scope.today, current.rhythm, back ? null : sql`stale`) : 0;
  const moved = await keepMemberships(scope, known.asOf);
  await scope.db
    .update(portraitDay)
    .set({
      asOf: scope.today,
      keptSince: earlier(known.keptSince, scope.today),
      modelId: current.rhythm.modelId,
      madeWith,
    })
    .where(eq(portraitDay.workspaceId, scope.workspaceId));
  return { drawn: walked.drawn + redrawn, days: walked.days, moved, everyone: everyone || walked.everyone };
}

async function readPortraitDay(scope: Scope): Promise<Known | null> {
  const [row] = await scope.db.select().from(portraitDay).where(eq(portraitDay.workspaceId, scope.workspaceId));
  return row ?? null;
}

/** Settings that portraits and segments are drawn with. */
function fingerprintOf({ workspace }: Scope): string {
  const { dueCap, lostIndex, lostAlive, lapsingIndex, firstTimeDays, secondTimeDays, compulsiveGap, loyalTenure } =
    settingsOf(workspace);
  return [dueCap, lostIndex, lostAlive, lapsingIndex, firstTimeDays, secondTimeDays, compulsiveGap, loyalTenure].join(
    " ",
  );
}

/** Nothing is kept yet: everybody is drawn as of today, from which on memberships are kept. */
async function firstRun(scope: Scope, rhythm: Parameters<typeof writeStates>[1], madeWith: string): Promise<Refreshed> {
  const { workspaceId, today } = scope;
  const [seen] = await scope.db.execute<{ version: string }>(sql`
    select coalesce(max(version), 0) as version from visit_moved where workspace_id = ${workspaceId}`);
  await scope.db.execute(sql`delete from stale_state where workspace_id = ${workspaceId}`);
  const drawn = await writeStates(scope, rhythm);
  await beginMemberships(scope);
  await scope.db.insert(portraitDay).values({
    workspaceId,
    asOf: today,
    keptSince: today,
    modelId: rhythm.modelId,
    madeWith,
    version: Number(seen?.version ?? 0),
  });
  return { drawn, days: 1, moved: drawn, everyone: true };
}
