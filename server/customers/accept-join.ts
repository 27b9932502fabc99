import { and, eq } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { findJoin, findPerson, refuseIfMoving } from "./find-person";

/** Says yes to a join that an import proposed. @throws NotFound, Conflict (decided already, moving) */
export async function acceptJoin(scope: Scope, { id }: { id: number }): Promise<void> {
  const { fromCustomer: from, intoCustomer: into, state } = await findJoin(scope, id);
  if (state !== "proposed") throw new Conflict("customers.decided");
  await findPerson(scope, from);
  await findPerson(scope, into);
  await refuseIfMoving(scope, [from, into]);
  const [taken] = await scope.db
    .update(customerJoin)
    .set({
      state: "joining",
      decidedAt: scope.now,
      decidedBy: scope.actor.kind === "member" ? scope.actor.userId : null,
    })
    .where(
      and(eq(customerJoin.workspaceId, scope.workspaceId), eq(customerJoin.id, id), eq(customerJoin.state, "proposed")),
    )
    .returning({ id: customerJoin.id });
  if (!taken) throw new Conflict("customers.decided");
  await record(scope, { action: "customer.join", subject: `customer_join:${id}`, after: { from, into } });
  await enqueue(scope, "join-customers", `customer_join:${id}`, { joinId: id });
}
