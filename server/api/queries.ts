import { desc, eq } from "drizzle-orm";
import { apiKey } from "@/db/schema";
import { keyScopes } from "../auth/permissions";
import type { Scope } from "../scope";

/** The workspace's keys, the newest first; revoked ones too, so that the log's lines have a name. */
export async function listKeys({ db, workspaceId }: Scope) {
  const { id, name, prefix, scopes, createdAt, lastUsedAt, revokedAt } = apiKey;
  const rows = await db
    .select({ id, name, prefix, scopes, createdAt, lastUsedAt, revokedAt })
    .from(apiKey)
    .where(eq(apiKey.workspaceId, workspaceId))
    .orderBy(desc(apiKey.id));
  return rows.map((row) => ({ ...row, scopes: keyScopes.filter((one) => row.scopes.includes(one)) }));
}
