import { customerJoin } from "@/db/schema";
import { record } from "../audit/record";
import { Invalid } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { findPerson, refuseIfMoving } from "./find-person";

/**
 * Asks that two customers become one person: `into` stays, the rows of `from` move to it (D5).
 * @returns the join, which the page follows. @throws NotFound, Invalid (the same person), Conflict (anonymous, moving)
 */
export async function askJoin(scope: Scope, { from, into }: { from: number; into: number }): Promise<{ id: number }> {
  if (from === into) throw new Invalid("customers.samePerson", {}, "into");
  await findPerson(scope, from);
  await findPerson(scope, into);
  await refuseIfMoving(scope, [from, into]);
  const [made] = await scope.db
    .insert(customerJoin)
    .values({
      workspaceId: scope.workspaceId,
      fromCustomer: from,
      intoCustomer: into,
      state: "joining",
      reason: "by_hand",
      proposedAt: scope.now,
      decidedAt: scope.now,
      decidedBy: scope.actor.kind === "member" ? scope.actor.userId : null,
    })
    .returning({ id: customerJoin.id });
  if (!made) throw new Error("customer_join was not written");
  await record(scope, { action: "customer.join", subject: `customer_join:${made.id}`, after: { from, into } });
  await enqueue(scope, "join-customers", `customer_join:${made.id}`, { joinId: made.id });
  return made;
}
