import { desc, eq } from "drizzle-orm";
import { apiKey } from "@/db/schema";
import { keyScopes } from "../auth/permissions";
import type { Scope } from "../scope";
import { people } from "../workspaces/queries";

/**
 * The workspace's keys, the newest first; revoked ones too, so that the log's lines have a name. Each with who made it: a key
 * goes on after that member has left.
 */
export async function listKeys(scope: Scope) {
  const { db, workspaceId } = scope;
  const { id, name, prefix, scopes, createdBy, createdAt, lastUsedAt, revokedAt } = apiKey;
  const rows = await db
    .select({ id, name, prefix, scopes, createdBy, createdAt, lastUsedAt, revokedAt })
    .from(apiKey)
    .where(eq(apiKey.workspaceId, workspaceId))
    .orderBy(desc(apiKey.id));
  const members = new Map((await people(scope)).map((one) => [one.userId, one]));
  return rows.map(({ createdBy: userId, ...row }) => {
    const maker = userId === null ? undefined : members.get(userId);
    return {
      ...row,
      scopes: keyScopes.filter((one) => row.scopes.includes(one)),
      by: maker ? { name: maker.name, hasLeft: maker.revokedAt !== null } : null,
    };
  });
}
