import { erasure } from "@/db/schema";
import { record } from "../audit/record";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { findPerson, refuseIfMoving } from "./find-person";

/**
 * Asks that a person be erased (D16): every row of theirs goes, only a keyed hash of each identity stays, so that the next
 * import refuses them. It cannot be undone.
 * @returns the erasure, which the page follows. @throws NotFound, Conflict (anonymous, moving)
 */
export async function askErasure(scope: Scope, { id: customerId }: { id: number }): Promise<{ id: number }> {
  await findPerson(scope, customerId);
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
