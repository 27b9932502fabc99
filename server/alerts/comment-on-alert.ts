import { history } from "@/db/schema";
import type { Scope } from "../scope";
import { findAlert } from "./move-alert";

/** A word under an alert, kept as written; everybody may. */
export async function commentOnAlert(scope: Scope, { id, body }: { id: number; body: string }): Promise<void> {
  await findAlert(scope, id);
  await scope.db.insert(history).values({
    workspaceId: scope.workspaceId,
    subject: `alert:${id}`,
    kind: "comment",
    by: scope.actor.kind === "member" ? scope.actor.userId : null,
    at: scope.now,
    body,
  });
}
