import { and, eq } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { findJoin, refuseIfMoving } from "./find-person";
import { refuseIfJoinedFurther } from "./joined-further";

/**
 * Asks that a join be undone: whatever came with the identities that it moved goes back, also what came since.
 * @throws NotFound, Conflict (not joined, joined further since, moving)
 */
export async function partJoin(scope: Scope, { id }: { id: number }): Promise<void> {
  const { fromCustomer: from, intoCustomer: into, state } = await findJoin(scope, id);
  if (state !== "joined") throw new Conflict("customers.notJoined");
  await refuseIfMoving(scope, [from, into]);
  await refuseIfJoinedFurther(scope, into);
  const [taken] = await scope.db
    .update(customerJoin)
    .set({ state: "parting" })
    .where(
      and(eq(customerJoin.workspaceId, scope.workspaceId), eq(customerJoin.id, id), eq(customerJoin.state, "joined")),
    )
    .returning({ id: customerJoin.id });
  if (!taken) throw new Conflict("customers.notJoined");
  await record(scope, { action: "customer.part", subject: `customer_join:${id}`, before: { from, into } });
  await enqueue(scope, "join-customers", `customer_join:${id}`, { joinId: id });
}
