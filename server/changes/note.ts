import { history } from "@/db/schema";
import type { Scope } from "../scope";

interface Note {
  changeId: number;
  kind: "comment" | "transition" | "edit";
  body?: string;
  data?: Record<string, unknown>;
}

/** A line of a change's history, in the act's own transaction. */
export async function note(scope: Scope, { changeId, kind, body, data = {} }: Note): Promise<void> {
  await scope.db.insert(history).values({
    workspaceId: scope.workspaceId,
    subject: `change:${changeId}`,
    kind,
    by: scope.actor.kind === "member" ? scope.actor.userId : null,
    at: scope.now,
    body: body ?? null,
    data,
  });
}
