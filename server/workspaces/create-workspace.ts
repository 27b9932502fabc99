import { randomBytes } from "node:crypto";
import type { Connection } from "@/db/client";
import { workspace, workspaceSecret } from "@/db/schema";

/** Makes a workspace with the key of its identity hashes, as the owner of the database. Returns its id. */
export async function createWorkspace(owner: Connection, values: typeof workspace.$inferInsert): Promise<number> {
  return owner.db.transaction(async (tx) => {
    const [made] = await tx.insert(workspace).values(values).returning({ id: workspace.id });
    if (!made) throw new Error("workspace was not written");
    await tx.insert(workspaceSecret).values({ workspaceId: made.id, identityKey: randomBytes(32) });
    return made.id;
  });
}
