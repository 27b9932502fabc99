import { and, eq } from "drizzle-orm";
import { alert, history } from "@/db/schema";
import { record } from "../audit/record";
import type { Scope } from "../scope";
import { type Decision, decide } from "./decide";
import type { Evidence } from "./evidence";

/** Tonight's word on one change, as the following of it says. */
export interface AlertInput {
  changeId: number;
  /** Whether the alarm "they stopped following" stands on the day `on`. */
  standing: boolean;
  on: string;
  /** The last day on which the evidence was at its minimum before the alarm, "about". */
  sinceOn: string | null;
  /** Null where there is nothing to show; needed where the alarm stands. */
  evidence: Evidence | null;
}

/**
 * Turns tonight's reading of a change into its one alert: raised, refreshed, weakened or reopened. Called for every
 * change whose readings moved, in their transaction; asked twice with the same reading it does nothing the second time.
 */
export async function raiseAlert(scope: Scope, input: AlertInput): Promise<Decision["what"]> {
  const dedupeKey = `change:${input.changeId}:down`;
  const [found] = await scope.db
    .select()
    .from(alert)
    .where(and(eq(alert.workspaceId, scope.workspaceId), eq(alert.dedupeKey, dedupeKey)))
    .for("update");
  const decision = decide(found ?? null, input);
  if (decision.what === "nothing" || (decision.what === "unchanged" && !input.standing)) return decision.what;
  if (!found) return raise(scope, input, dedupeKey);
  const [moved] = await scope.db
    .update(alert)
    .set({
      ...(input.evidence && input.standing ? { evidence: input.evidence, sinceOn: input.sinceOn } : {}),
      ...(decision.what === "weakened" && { weakenedOn: decision.weakenedOn }),
      ...(decision.what === "reopened" && {
        weakenedOn: null,
        state: decision.state,
        ...(found.state === "closed" && { closedAs: null, closedReason: null, ownerId: null }),
      }),
    })
    .where(and(eq(alert.workspaceId, scope.workspaceId), eq(alert.id, found.id)))
    .returning({ id: alert.id });
  if (moved && decision.what !== "unchanged") await tell(scope, found.id, decision.what, input);
  return decision.what;
}

async function raise(scope: Scope, input: AlertInput, dedupeKey: string): Promise<"raised" | "unchanged"> {
  if (!input.evidence) throw new Error(`an alarm of change ${input.changeId} came without evidence`);
  const [made] = await scope.db
    .insert(alert)
    .values({
      workspaceId: scope.workspaceId,
      dedupeKey,
      kind: "change",
      changeId: input.changeId,
      state: "new",
      evidence: input.evidence,
      raisedOn: input.evidence.alarmOn,
      sinceOn: input.sinceOn,
      raisedAt: scope.now,
    })
    .onConflictDoNothing()
    .returning({ id: alert.id });
  if (!made) return "unchanged";
  await tell(scope, made.id, "raised", input);
  return "raised";
}

async function tell(scope: Scope, alertId: number, what: "raised" | "weakened" | "reopened", input: AlertInput) {
  const data = { act: what, on: input.on, onceIn: input.evidence?.onceIn ?? null };
  await scope.db.insert(history).values({
    workspaceId: scope.workspaceId,
    subject: `alert:${alertId}`,
    kind: "transition",
    by: null,
    at: scope.now,
    data,
  });
  await record(scope, { action: `alert.${what}`, subject: `alert:${alertId}`, after: data });
}
