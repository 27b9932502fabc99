import { auditEvent } from "@/db/schema";
import type { Scope } from "../scope";

/** Writes the audit row of an act, in the act's own transaction. Ids and values only: no names of customers. */
export async function record(
  scope: Scope,
  event: { action: string; subject: string; before?: unknown; after?: unknown },
): Promise<void> {
  const { actor } = scope;
  await scope.db.insert(auditEvent).values({
    workspaceId: scope.workspaceId,
    at: scope.now,
    actor: actor.kind === "member" ? actor.role : `${actor.kind}:${actor.name}`,
    userId: actor.kind === "member" ? actor.userId : null,
    ...event,
  });
}
