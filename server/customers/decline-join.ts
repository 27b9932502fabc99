import { and, eq } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict } from "../errors";
import type { Scope } from "../scope";
import { findJoin } from "./find-person";

/** Says no to a proposed join: the two are different people. @throws NotFound, Conflict (decided already) */
export async function declineJoin(scope: Scope, { id }: { id: number }): Promise<void> {
  await findJoin(scope, id);
  const [declined] = await scope.db
    .update(customerJoin)
    .set({
      state: "declined",
      decidedAt: scope.now,
      decidedBy: scope.actor.kind === "member" ? scope.actor.userId : null,
    })
    .where(
      and(eq(customerJoin.workspaceId, scope.workspaceId), eq(customerJoin.id, id), eq(customerJoin.state, "proposed")),
    )
    .returning({ id: customerJoin.id });
  if (!declined) throw new Conflict("customers.decided");
  await record(scope, { action: "customer.declineJoin", subject: `customer_join:${id}` });
}
