import { and, eq, sql } from "drizzle-orm";
import { change } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict, Forbidden, NotFound } from "../errors";
import type { Scope } from "../scope";
import { afterAct, type ChangeAct, mayDo } from "./life";
import { note } from "./note";

export type Change = typeof change.$inferSelect;

/** The change, or "not found" for one of another workspace. */
export async function findChange(scope: Scope, id: number): Promise<Change> {
  const [found] = await scope.db
    .select()
    .from(change)
    .where(and(eq(change.workspaceId, scope.workspaceId), eq(change.id, id)));
  if (!found) throw new NotFound("change");
  return found;
}

/**
 * One step of a change's life: state and right are checked, the race is settled by `where state = expected`, history
 * and audit are written.
 * @throws NotFound, Forbidden (role), Conflict (the state does not allow it, or somebody was faster)
 */
export async function moveChange(
  scope: Scope,
  id: number,
  act: Exclude<ChangeAct, "remove">,
  values: (found: Change) => Partial<Change> = () => ({}),
  reason?: string,
): Promise<Change> {
  const found = await findChange(scope, id);
  const next = afterAct(found.state, act);
  if (!mayDo(scope.actor, act, found.state)) throw new Forbidden("role", { action: "changes:record" });
  if (next === null || next === "gone") throw new Conflict("changes.state", { act, state: found.state });
  const set = { ...values(found), state: next };
  const [moved] = await scope.db
    .update(change)
    .set(set)
    .where(and(eq(change.workspaceId, scope.workspaceId), eq(change.id, id), sql`${change.state} = ${found.state}`))
    .returning();
  if (!moved) throw new Conflict("changes.moved", { act });
  await note(scope, { changeId: id, kind: "transition", body: reason, data: { act, from: found.state, to: next } });
  await record(scope, { action: `change.${act}`, subject: `change:${id}`, before: { state: found.state }, after: set });
  return moved;
}
