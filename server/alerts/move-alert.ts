import { and, eq, isNull } from "drizzle-orm";
import { alert, change, history } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict, Forbidden, NotFound } from "../errors";
import type { Actor, Scope } from "../scope";
import { type AlertAct, afterAct } from "./life";

export type Alert = typeof alert.$inferSelect;

/** What the person saw when they acted: an alert that moved meanwhile is a conflict. */
export interface Seen {
  id: number;
  state: Alert["state"];
}

interface Step {
  act: AlertAct;
  set: Partial<Alert>;
  body?: string | undefined;
  data?: Record<string, unknown>;
}

/** The alert and who answers for its change, or "not found" for one of another workspace. */
export async function findAlert(scope: Scope, id: number): Promise<{ alert: Alert; changeOwners: (number | null)[] }> {
  const [found] = await scope.db
    .select({ alert, ownerId: change.ownerId, createdBy: change.createdBy })
    .from(alert)
    .leftJoin(change, and(eq(change.workspaceId, alert.workspaceId), eq(change.id, alert.changeId)))
    .where(and(eq(alert.workspaceId, scope.workspaceId), eq(alert.id, id)));
  if (!found) throw new NotFound("alert");
  return { alert: found.alert, changeOwners: [found.ownerId, found.createdBy] };
}

/** Ops work on the alerts of their own changes only (decisions D17). */
export function mayWork(actor: Actor, changeOwners: readonly (number | null)[]): boolean {
  if (actor.kind !== "member") return true;
  if (actor.role === "ops") return changeOwners.includes(actor.userId);
  return actor.role === "marketer" || actor.role === "admin";
}

/**
 * One step of an alert's life. The race is settled in SQL: only the state and the owner that were found are moved on.
 * @throws NotFound, Forbidden (not theirs), Conflict (the state does not allow it, or somebody was faster)
 */
export async function moveAlert(scope: Scope, seen: Seen, { act, set, body, data = {} }: Step): Promise<Alert> {
  const { alert: found, changeOwners } = await findAlert(scope, seen.id);
  if (!mayWork(scope.actor, changeOwners)) throw new Forbidden("alerts.notYours");
  if (found.state !== seen.state) throw new Conflict("alerts.moved");
  const next = afterAct(found.state, act);
  if (next === null) throw new Conflict("alerts.state", { act, state: found.state });
  const [moved] = await scope.db
    .update(alert)
    .set({ ...set, state: next })
    .where(
      and(
        eq(alert.workspaceId, scope.workspaceId),
        eq(alert.id, found.id),
        eq(alert.state, found.state),
        found.ownerId === null ? isNull(alert.ownerId) : eq(alert.ownerId, found.ownerId),
      ),
    )
    .returning();
  if (!moved) throw new Conflict("alerts.moved");
  await tell(scope, found, { act, from: found.state, to: next, ...data }, body);
  return moved;
}

async function tell(scope: Scope, found: Alert, data: Record<string, unknown>, body: string | undefined) {
  await scope.db.insert(history).values({
    workspaceId: scope.workspaceId,
    subject: `alert:${found.id}`,
    kind: "transition",
    by: scope.actor.kind === "member" ? scope.actor.userId : null,
    at: scope.now,
    body: body || null,
    data,
  });
  const before = { state: found.state, ownerId: found.ownerId };
  await record(scope, { action: `alert.${data.act}`, subject: `alert:${found.id}`, before, after: data });
}
