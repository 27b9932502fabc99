import { and, eq, inArray } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { Conflict } from "../errors";
import type { Scope } from "../scope";

/** Joins are undone in the reverse of their order: where A went into B and B into C, C is parted first. @throws Conflict */
export async function refuseIfJoinedFurther(scope: Scope, into: number): Promise<void> {
  const [later] = await scope.db
    .select({ id: customerJoin.id })
    .from(customerJoin)
    .where(
      and(
        eq(customerJoin.workspaceId, scope.workspaceId),
        eq(customerJoin.fromCustomer, into),
        inArray(customerJoin.state, ["joined", "parting"]),
      ),
    )
    .limit(1);
  if (later) throw new Conflict("customers.joinedFurther", { join: later.id });
}
