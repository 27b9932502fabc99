import { and, eq, inArray, sql } from "drizzle-orm";
import { change } from "@/db/schema";
import { startDue } from "../changes/start-due";
import { deriveAlone, deriveVisits } from "../customers/derive-visits";
import { enqueue } from "../jobs/enqueue";
import type { Handler } from "../jobs/run";
import type { Scope } from "../scope";
import { forgetRhythmsFrom, rhythmAsOf } from "./rhythm-as-of";
import { writeStates } from "./write-states";

/** How long a burst of imports may hold up what is derived from them. */
const PATIENCE_MS = 5 * 60_000;

/**
 * After an import, and every night: visits of whoever has new rows, the model in force, everybody's portrait and segment as of
 * today; planned changes whose day has come go live; every change under watch is followed. Each step may run again.
 * While more imports wait it leaves the work to the derivation that each of them asks for.
 */
export const derive: Handler<"derive"> = async (job) => {
  if (await job.inScope(moreComes)) return;
  await job.progress("visits");
  // The application's login may not analyze; without it each step would be planned as if the tables of the last were empty.
  await job.workshop.owner.sql`analyze customer, product`;
  await job.inScope(async (scope) => {
    await deriveAlone(scope);
    const { firstDay } = await deriveVisits(scope);
    if (firstDay !== null) await forgetRhythmsFrom(scope, firstDay);
  });
  await job.workshop.owner.sql`analyze visit`;
  await job.progress("model");
  const rhythm = await job.inScope(async (scope) => {
    await deriveAlone(scope);
    return rhythmAsOf(scope, scope.today);
  });
  await job.progress("portraits");
  await job.inScope(async (scope) => {
    await deriveAlone(scope);
    await writeStates(scope, rhythm);
  });
  await job.workshop.owner.sql`analyze customer_state`;
  await job.progress("changes");
  await job.inScope(async (scope) => {
    await startDue(scope);
    await followAll(scope);
    await enqueue(scope, "judge-data", "workspace", {});
  });
};

/** Whether imports wait or run, and nothing that came in has waited for longer than the patience. */
async function moreComes({ db, workspaceId, now }: Scope): Promise<boolean> {
  const since = new Date(now.getTime() - PATIENCE_MS).toISOString();
  const [row] = await db.execute<{ more: boolean }>(sql`
    select exists (
      select from job_run where workspace_id = ${workspaceId} and job = 'import' and state in ('queued', 'running')
    ) and not exists (
      select from import_batch
      where workspace_id = ${workspaceId} and kind = 'purchases' and state = 'done' and derived_at is null
        and finished_at < ${since}::timestamptz
    ) as more`);
  return row?.more === true;
}

/** One `follow-change` for each change that has begun, in the order of their first days. */
async function followAll(scope: Scope): Promise<void> {
  const begun = await scope.db
    .select({ id: change.id })
    .from(change)
    .where(
      and(
        eq(change.workspaceId, scope.workspaceId),
        eq(change.nature, "change"),
        inArray(change.state, ["live", "ended", "rolled_back", "cancelled"]),
      ),
    )
    .orderBy(sql`coalesce(${change.startActual}, ${change.startPlanned})`, change.id);
  for (const { id } of begun) await enqueue(scope, "follow-change", `change:${id}`, { changeId: id });
}
