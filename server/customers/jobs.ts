import { and, eq, sql } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { DomainError } from "../errors";
import { lockAllSources } from "../ingest/source-lock";
import { endRun } from "../jobs/end-run";
import { enqueue } from "../jobs/enqueue";
import type { Handler } from "../jobs/run";
import type { Scope } from "../scope";
import { deriveAlone, deriveVisits } from "./derive-visits";
import { eraseCustomer } from "./erase-customer";
import { forgetTrials } from "./forget-trials";
import { joinCustomers } from "./join-customers";
import { partCustomers } from "./part-customers";
import { sealEverywhere } from "./seal-everywhere";
import { standAsBefore } from "./stand-as-before";

/** How long a burst of imports may hold up what is derived from them. */
const PATIENCE_MS = 5 * 60_000;

/**
 * The first step of every day: visits of whoever has new rows. While more imports wait it leaves the work to the derivation that
 * each of them asks for.
 */
export const deriveVisitsJob: Handler<"derive-visits"> = async (job) => {
  if (await job.inScope(moreComes)) return;
  // The application's login may not analyze; without it each step would be planned as if the tables of the last were empty.
  await job.workshop.owner.sql`analyze customer, product`;
  const { people, visits, moved } = await job.inScope(async (scope) => {
    await deriveAlone(scope);
    const derived = await deriveVisits(scope, job.inScope);
    await endRun(scope, job.runId);
    await enqueue(scope, "refit-model", "workspace", {});
    await enqueue(scope, "start-changes", "workspace", {});
    return derived;
  });
  if (visits + moved > 0) await job.workshop.owner.sql`analyze visit`;
  await job.report(visits, { people, visits, moved });
};

/**
 * Whether imports wait or run, which ask for a derivation as they end (`endRun`), and nothing that came in has waited for longer than
 * the patience.
 */
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

/**
 * Makes a join that is `joining`, undoes one that is `parting`, and asks for what follows: one transaction, beside no import. A
 * join that is neither has been seen to. What no other try would pass leaves the join as it was before it was asked.
 */
export const joinCustomersJob: Handler<"join-customers"> = async (job, { joinId }) => {
  try {
    await job.asOwner((scope) => joinOrPart(scope, joinId));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await job.inScope((scope) => standAsBefore(scope, joinId, error));
  }
};

async function joinOrPart(scope: Scope, joinId: number): Promise<void> {
  await lockAllSources(clientOf(scope.db), scope.workspaceId);
  const [join] = await scope.db
    .select()
    .from(customerJoin)
    .where(and(eq(customerJoin.workspaceId, scope.workspaceId), eq(customerJoin.id, joinId)))
    .for("update");
  if (join?.state === "joining") await joinCustomers(scope, join);
  else if (join?.state === "parting") await partCustomers(scope, join);
  else return;
  await enqueue(scope, "derive-visits", "workspace", {});
}

/**
 * Erases one person, beside no import, no derivation and no following of a change, which would write of them again; then goes what
 * trials of uploads said. Done already: nothing is left to do.
 */
export const eraseCustomerJob: Handler<"erase-customer"> = async (job, { erasureId }) => {
  await job.asOwner(async (scope) => {
    await lockAllSources(clientOf(scope.db), scope.workspaceId);
    await deriveAlone(scope);
    await nobodyFollows(scope);
    const erased = await eraseCustomer(scope, erasureId);
    if (!erased) return;
    await sealEverywhere(scope);
    await enqueue(scope, "derive-visits", "workspace", {});
  });
  await forgetTrials(job);
};

/** Waits for the changes that are being followed (following/follow-change.ts), and holds them up until the transaction ends. */
async function nobodyFollows({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('follow:' || c.workspace_id || ':' || c.id, 7041967))
    from (select workspace_id, id from change where workspace_id = ${workspaceId} order by id) c`);
}
