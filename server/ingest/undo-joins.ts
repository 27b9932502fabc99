import { and, eq, inArray } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { partCustomers } from "../customers/part-customers";
import { Conflict } from "../errors";
import type { Scope } from "../scope";

type Join = typeof customerJoin.$inferSelect;

/** Joins that the batch brought: proposals go, those that were made are undone. Returns how many. */
export async function undoJoins(scope: Scope, batchId: number): Promise<number> {
  const { db, workspaceId } = scope;
  await db
    .delete(customerJoin)
    .where(
      and(
        eq(customerJoin.workspaceId, workspaceId),
        eq(customerJoin.batchId, batchId),
        inArray(customerJoin.state, ["proposed", "joining"]),
      ),
    );
  const made = lastFirst(await joinsMade(scope, batchId));
  for (const join of made) await partCustomers(scope, join);
  return made.length;
}

/**
 * Refuses to take an import back while somebody whom it brought together was joined further by another join: that one is undone first.
 * @throws Conflict (joined further, moving)
 */
export async function refuseIfOthersJoined(scope: Scope, batchId: number): Promise<void> {
  const { db, workspaceId } = scope;
  const made = await joinsMade(scope, batchId);
  if (made.length === 0) return;
  const into = [...new Set(made.map((join) => join.intoCustomer))];
  const further = await db
    .select({ id: customerJoin.id, batchId: customerJoin.batchId, state: customerJoin.state })
    .from(customerJoin)
    .where(
      and(
        eq(customerJoin.workspaceId, workspaceId),
        inArray(customerJoin.fromCustomer, into),
        inArray(customerJoin.state, ["joining", "joined", "parting"]),
      ),
    );
  const other = further.find((join) => join.batchId !== batchId);
  if (other?.state === "joined") throw new Conflict("customers.joinedFurther", { join: other.id });
  if (other) throw new Conflict("customers.moving");
}

function joinsMade({ db, workspaceId }: Scope, batchId: number): Promise<Join[]> {
  return db
    .select()
    .from(customerJoin)
    .where(
      and(
        eq(customerJoin.workspaceId, workspaceId),
        eq(customerJoin.batchId, batchId),
        inArray(customerJoin.state, ["joined", "parting"]),
      ),
    )
    .orderBy(customerJoin.id);
}

/** Where A went into B and B into C, B and C are parted first, whichever was proposed first. */
function lastFirst(joins: readonly Join[]): Join[] {
  const left = [...joins].reverse();
  const ordered: Join[] = [];
  while (left.length > 0) {
    const free = left.findIndex(({ intoCustomer: into }) => !left.some((other) => other.fromCustomer === into));
    ordered.push(...left.splice(Math.max(0, free), 1));
  }
  return ordered;
}
