import { and, eq, isNull } from "drizzle-orm";
import { dataAlert } from "@/db/schema";
import type { Scope } from "../scope";

export type FaultKind = (typeof dataAlert.$inferSelect)["kind"];

export interface Fault {
  kind: FaultKind;
  sourceId?: number;
  storeId?: number;
  since: string;
  evidence: Record<string, number | null>;
}

/** A fault that lasts is one alert, whatever its evidence has become. */
export function keyOf({ kind, sourceId, storeId }: Fault): string {
  return storeId === undefined ? `${kind}:source:${sourceId}` : `${kind}:store:${storeId}`;
}

/** Makes the open data alerts those of `faults`: raises what is new, refreshes what lasts, clears what is over. */
export async function keepAlerts(scope: Scope, faults: readonly Fault[]): Promise<void> {
  const { db, workspaceId, now } = scope;
  const open = await db
    .select()
    .from(dataAlert)
    .where(and(eq(dataAlert.workspaceId, workspaceId), isNull(dataAlert.clearedAt)))
    .for("update");
  const known = new Map(open.map((alert) => [alert.dedupeKey, alert]));
  for (const fault of faults) {
    const key = keyOf(fault);
    const before = known.get(key);
    known.delete(key);
    const { kind, sourceId = null, storeId = null, since: sinceOn, evidence } = fault;
    if (before) await db.update(dataAlert).set({ sinceOn, evidence }).where(mine(workspaceId, before.id));
    else
      await db
        .insert(dataAlert)
        .values({ workspaceId, dedupeKey: key, kind, sourceId, storeId, sinceOn, evidence, raisedAt: now });
  }
  for (const { id } of known.values()) await db.update(dataAlert).set({ clearedAt: now }).where(mine(workspaceId, id));
}

const mine = (workspaceId: number, id: number) => and(eq(dataAlert.workspaceId, workspaceId), eq(dataAlert.id, id));
