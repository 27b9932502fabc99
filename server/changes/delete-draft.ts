import { and, eq } from "drizzle-orm";
import { change, changeScope } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict, Forbidden } from "../errors";
import type { Scope } from "../scope";
import { afterAct, mayDo } from "./life";
import { findChange } from "./move-change";
import { forgetPeople } from "./write-scope";

/** Only drafts are deleted; their edits and the audit stay. */
export async function deleteDraft(scope: Scope, { id }: { id: number }): Promise<void> {
  const found = await findChange(scope, id);
  if (!mayDo(scope.actor, "remove", found.state)) throw new Forbidden("role", { action: "changes:draft" });
  if (afterAct(found.state, "remove") === null) {
    throw new Conflict("changes.state", { act: "remove", state: found.state });
  }
  const gone = await scope.db
    .delete(change)
    .where(and(eq(change.workspaceId, scope.workspaceId), eq(change.id, id), eq(change.state, "draft")))
    .returning({ title: change.title });
  if (gone.length === 0) throw new Conflict("changes.moved", { act: "remove" });
  await scope.db
    .delete(changeScope)
    .where(and(eq(changeScope.workspaceId, scope.workspaceId), eq(changeScope.changeId, id)));
  await forgetPeople(scope, id);
  await record(scope, { action: "change.remove", subject: `change:${id}`, before: { title: found.title } });
}
