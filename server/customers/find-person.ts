import { and, eq, inArray, or, sql } from "drizzle-orm";
import { customer, customerJoin, erasure } from "@/db/schema";
import { Conflict, NotFound } from "../errors";
import type { Scope } from "../scope";

export type Person = typeof customer.$inferSelect;
export type Join = typeof customerJoin.$inferSelect;

/** A person of this workspace. @throws NotFound; Conflict for a store's anonymous buyer, who is nobody to join or erase */
export async function findPerson(scope: Scope, customerId: number): Promise<Person> {
  const [found] = await scope.db
    .select()
    .from(customer)
    .where(and(eq(customer.workspaceId, scope.workspaceId), eq(customer.customerId, customerId)));
  if (!found) throw new NotFound("customer");
  if (found.kind !== "person") throw new Conflict("customers.anonymous");
  return found;
}

/** @throws NotFound */
export async function findJoin(scope: Scope, id: number): Promise<Join> {
  const [found] = await scope.db
    .select()
    .from(customerJoin)
    .where(and(eq(customerJoin.workspaceId, scope.workspaceId), eq(customerJoin.id, id)));
  if (!found) throw new NotFound("customer_join");
  return found;
}

/**
 * One member at a time asks, until their transaction ends: of two who ask for the same person at once, the second is refused.
 * @throws Conflict where one of them is being joined, parted or erased right now
 */
export async function refuseIfMoving(scope: Scope, people: number[]): Promise<void> {
  await scope.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`moving:${scope.workspaceId}`}, 7041967))`,
  );
  const [moving] = await scope.db
    .select({ id: customerJoin.id })
    .from(customerJoin)
    .where(
      and(
        eq(customerJoin.workspaceId, scope.workspaceId),
        inArray(customerJoin.state, ["joining", "parting"]),
        or(inArray(customerJoin.fromCustomer, people), inArray(customerJoin.intoCustomer, people)),
      ),
    )
    .limit(1);
  const [going] = await scope.db
    .select({ id: erasure.id })
    .from(erasure)
    .where(
      and(eq(erasure.workspaceId, scope.workspaceId), eq(erasure.state, "asked"), inArray(erasure.customerId, people)),
    )
    .limit(1);
  if (moving || going) throw new Conflict("customers.moving");
}
