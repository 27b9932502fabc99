import { and, eq, sql } from "drizzle-orm";
import { identity, source } from "@/db/schema";
import type { IdentityKind } from "@/db/schema/ingest";
import { record } from "../audit/record";
import { Invalid, NotFound } from "../errors";
import { identityValue, sameEverywhere } from "../ingest/identity-value";
import type { Scope } from "../scope";
import { askErasure } from "./ask-erasure";

export interface Suppression {
  kind: IdentityKind;
  value: string;
  sourceId?: number | undefined;
}

/** Stands for every source, also one first seen later (identity.source_id). */
const noSource = 0;

/**
 * Somebody who asks never to be known here: the value's keyed hash is kept for every source there is and will be, or for the one
 * named where the value is a source's own, so that the next import refuses its rows; the value itself is kept nowhere. Whoever
 * is known by it there already is erased (D16).
 * @throws NotFound, Invalid (no e-mail address, no phone number), Conflict (somebody known by it is being joined, parted or erased)
 */
export async function suppress(scope: Scope, { kind, value, sourceId }: Suppression) {
  const { workspaceId } = scope;
  const told = identityValue(kind, value);
  if (told === null) throw new Invalid("customers.identity", { kind, value }, "value");
  const sources = await sourceIds(scope);
  if (sourceId !== undefined && !sources.includes(sourceId)) throw new NotFound("source");
  const named = sourceId !== undefined && !sameEverywhere.has(kind) ? sourceId : null;
  const hash = await hashOf(scope, kind, told);
  // First: it waits for an import that is just bringing the value, whose person is then known.
  await seal(scope, named === null ? [noSource, ...sources] : [named], { kind, hash });
  const known = await scope.db
    .selectDistinct({ customerId: identity.customerId })
    .from(identity)
    .where(
      and(
        ...[eq(identity.workspaceId, workspaceId), eq(identity.kind, kind), eq(identity.valueHash, hash)],
        named === null ? undefined : eq(identity.sourceId, named),
      ),
    );
  const erasureIds: number[] = [];
  for (const { customerId } of known) {
    if (customerId !== null) erasureIds.push((await askErasure(scope, { id: customerId })).id);
  }
  const after = { kind, source: named, erasures: erasureIds };
  await record(scope, { action: "customer.suppress", subject: "identity", after });
  return { everywhere: named === null, erasureIds };
}

async function sourceIds({ db, workspaceId }: Scope): Promise<number[]> {
  const rows = await db.select({ id: source.id }).from(source).where(eq(source.workspaceId, workspaceId));
  return rows.map(({ id }) => id);
}

async function hashOf({ db }: Scope, kind: IdentityKind, told: string): Promise<Buffer> {
  const [hashed] = await db.execute<{ hash: string | null }>(
    sql`select encode(identity_hash(${kind}, ${told}), 'hex') as hash`,
  );
  return Buffer.from(hashed?.hash ?? "", "hex");
}

async function seal(
  { db, workspaceId, now }: Scope,
  sources: readonly number[],
  { kind, hash }: { kind: IdentityKind; hash: Buffer },
): Promise<void> {
  const rows = sources.map((sourceId) => ({ workspaceId, sourceId, kind, valueHash: hash, suppressedAt: now }));
  await db.insert(identity).values(rows).onConflictDoNothing();
}
