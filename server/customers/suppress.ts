import { and, eq, sql } from "drizzle-orm";
import { identity, source } from "@/db/schema";
import type { IdentityKind } from "@/db/schema/ingest";
import { record } from "../audit/record";
import { Invalid, NotFound } from "../errors";
import { identityValue } from "../ingest/identity-value";
import type { Scope } from "../scope";
import { askErasure } from "./ask-erasure";

export interface Suppression {
  kind: IdentityKind;
  value: string;
  sourceId?: number | undefined;
}

/**
 * Somebody who asks never to be known here: the value's keyed hash is kept with every source (or the one named), so that the
 * next import refuses its rows; the value itself is kept nowhere. Whoever is known by it already is erased (D16).
 * @throws NotFound, Invalid (no e-mail address, no phone number), Conflict (somebody known by it is being joined, parted or erased)
 */
export async function suppress(scope: Scope, { kind, value, sourceId }: Suppression) {
  const { db, workspaceId, now } = scope;
  const told = identityValue(kind, value);
  if (told === null) throw new Invalid("customers.identity", { kind, value }, "value");
  const sources = await db
    .select({ id: source.id })
    .from(source)
    .where(and(eq(source.workspaceId, workspaceId), sourceId === undefined ? undefined : eq(source.id, sourceId)));
  if (sourceId !== undefined && sources.length === 0) throw new NotFound("source");
  const [hashed] = await db.execute<{ hash: string }>(
    sql`select encode(identity_hash(${kind}, ${told}), 'hex') as hash`,
  );
  const valueHash = Buffer.from(hashed?.hash ?? "", "hex");
  // First: it waits for an import that is just bringing the value, whose person is then known.
  if (sources.length > 0) {
    await db
      .insert(identity)
      .values(sources.map(({ id }) => ({ workspaceId, sourceId: id, kind, valueHash, suppressedAt: now })))
      .onConflictDoNothing();
  }
  const known = await db
    .selectDistinct({ customerId: identity.customerId })
    .from(identity)
    .where(and(eq(identity.workspaceId, workspaceId), eq(identity.kind, kind), eq(identity.valueHash, valueHash)));
  const erasureIds: number[] = [];
  for (const { customerId } of known) {
    if (customerId !== null) erasureIds.push((await askErasure(scope, { id: customerId })).id);
  }
  const after = { kind, sources: sources.length, erasures: erasureIds };
  await record(scope, { action: "customer.suppress", subject: "identity", after });
  return { suppressed: sources.length, erasureIds };
}
