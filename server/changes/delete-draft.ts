import { and, eq } from "drizzle-orm";
import { change, changeCustomer, changeScope } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict, Forbidden } from "../errors";
import type { Scope } from "../scope";
import { afterAct, mayDo } from "./life";
import { findChange } from "./move-change";

/** Only drafts are deleted; their edits and the audit stay. */
export async function deleteDraft(scope: Scope, { id }: { id: number }): Promise<void> {
  const found = await findChange(scope, id);
  if (!mayDo(scope.actor, "remove", found.state)) throw new Forbidden("role", { action: "changes:draft" });
  if (afterAct(found.state, "remove") === null) {
    throw new Conflict("change.state", { act: "remove", state: found.state });
  }
  const own = { change: eq(change.workspaceId, scope.workspaceId) };
  const gone = await scope.db
    .delete(change)
    .where(and(own.change, eq(change.id, id), eq(change.state, "draft")))
    .returning({ title: change.title });
  if (gone.length === 0) throw new Conflict("change.moved", { act: "remove" });
  await scope.db
    .delete(changeScope)
    .where(and(eq(changeScope.workspaceId, scope.workspaceId), eq(changeScope.changeId, id)));
  await scope.db
    .delete(changeCustomer)
    .where(and(eq(changeCustomer.workspaceId, scope.workspaceId), eq(changeCustomer.changeId, id)));
  await record(scope, { action: "change.remove", subject: `change:${id}`, before: { title: found.title } });
}
