import { and, eq, isNull } from "drizzle-orm";
import { apiKey } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict, NotFound } from "../errors";
import type { Scope } from "../scope";

/** Ends a key: its next request is refused. What it brought in stays. */
export async function revokeKey(scope: Scope, { keyId }: { keyId: number }): Promise<void> {
  const { db, workspaceId, now } = scope;
  const mine = and(eq(apiKey.workspaceId, workspaceId), eq(apiKey.id, keyId));
  const [found] = await db.select({ id: apiKey.id }).from(apiKey).where(mine);
  if (!found) throw new NotFound("api_key");
  const [revoked] = await db
    .update(apiKey)
    .set({ revokedAt: now })
    .where(and(mine, isNull(apiKey.revokedAt)))
    .returning({ name: apiKey.name, prefix: apiKey.prefix });
  if (!revoked) throw new Conflict("api.alreadyRevoked");
  await record(scope, { action: "key.revoked", subject: `api_key:${keyId}`, before: revoked });
}
