import { sql } from "drizzle-orm";
import { erasure } from "@/db/schema";
import { record } from "../audit/record";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { findPerson, refuseIfMoving } from "./find-person";

/**
 * Asks that a person be erased (D16): every row of theirs goes, only a keyed hash of each identity stays, so that the next
 * import refuses them. It cannot be undone. One that was asked before, whose job failed for good, is given a new job.
 * @returns the erasure, which the page follows. @throws NotFound, Conflict (anonymous, moving)
 */
export async function askErasure(scope: Scope, { id: customerId }: { id: number }): Promise<{ id: number }> {
  await findPerson(scope, customerId);
  const stranded = await strandedErasure(scope, customerId);
  if (stranded !== null) {
    await enqueue(scope, "erase-customer", `erasure:${stranded}`, { erasureId: stranded });
    return { id: stranded };
  }
  await refuseIfMoving(scope, [customerId]);
  const [made] = await scope.db
    .insert(erasure)
    .values({
      workspaceId: scope.workspaceId,
      customerId,
      state: "asked",
      askedBy: scope.actor.kind === "member" ? scope.actor.userId : null,
      askedAt: scope.now,
    })
    .returning({ id: erasure.id });
  if (!made) throw new Error("erasure was not written");
  await record(scope, { action: "customer.erase", subject: `erasure:${made.id}`, after: { customer: customerId } });
  await enqueue(scope, "erase-customer", `erasure:${made.id}`, { erasureId: made.id });
  return made;
}

/** An erasure of the person that was asked and that no job will see to any more. */
async function strandedErasure({ db, workspaceId }: Scope, customerId: number): Promise<number | null> {
  const [row] = await db.execute<{ id: string }>(sql`
    select e.id from erasure e
    where e.workspace_id = ${workspaceId} and e.customer_id = ${customerId} and e.state = 'asked' and not exists (
      select 1 from job_run r where r.workspace_id = ${workspaceId} and r.job = 'erase-customer'
        and r.subject = 'erasure:' || e.id and r.state in ('queued', 'running'))
    order by e.id limit 1`);
  return row ? Number(row.id) : null;
}
