import { and, eq } from "drizzle-orm";
import { customerJoin } from "@/db/schema";
import { record } from "../audit/record";
import type { DomainError } from "../errors";
import type { Scope } from "../scope";

/** A join that could not be made is proposed again, one that could not be undone stands; the audit says why. */
export async function standAsBefore(scope: Scope, joinId: number, { code, params }: DomainError): Promise<void> {
  const { db, workspaceId } = scope;
  const own = and(eq(customerJoin.workspaceId, workspaceId), eq(customerJoin.id, joinId));
  const proposed = await db
    .update(customerJoin)
    .set({ state: "proposed", decidedAt: null, decidedBy: null })
    .where(and(own, eq(customerJoin.state, "joining")))
    .returning({ id: customerJoin.id });
  const stands = await db
    .update(customerJoin)
    .set({ state: "joined" })
    .where(and(own, eq(customerJoin.state, "parting")))
    .returning({ id: customerJoin.id });
  if (proposed.length + stands.length === 0) return;
  const after = { state: stands.length > 0 ? "joined" : "proposed", code, params };
  await record(scope, { action: "customer.joinRefused", subject: `customer_join:${joinId}`, after });
}
