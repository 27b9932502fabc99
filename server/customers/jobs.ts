import { and, eq, sql } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { clientOf } from "@/db/transaction-client";
import { DomainError } from "../errors";
import { lockAllSources } from "../ingest/source-lock";
import { enqueue } from "../jobs/enqueue";
import type { Handler } from "../jobs/run";
import type { Scope } from "../scope";
import { deriveAlone } from "./derive-visits";
import { eraseCustomer } from "./erase-customer";
import { forgetTrials } from "./forget-trials";
import { joinCustomers } from "./join-customers";
import { partCustomers } from "./part-customers";
import { sealEverywhere } from "./seal-everywhere";
import { standAsBefore } from "./stand-as-before";

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
  await enqueue(scope, "derive", "workspace", {});
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
    await enqueue(scope, "derive", "workspace", {});
  });
  await forgetTrials(job);
};

/** Waits for the changes that are being followed (following/follow-change.ts), and holds them up until the transaction ends. */
async function nobodyFollows({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('follow:' || c.workspace_id || ':' || c.id, 7041967))
    from (select workspace_id, id from change where workspace_id = ${workspaceId} order by id) c`);
}
