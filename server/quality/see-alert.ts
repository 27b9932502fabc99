import { and, eq, isNull } from "drizzle-orm";
import { dataAlert } from "@/db/schema";
import { record } from "../audit/record";
import { NotFound } from "../errors";
import type { Scope } from "../scope";

/** An admin has seen a data alert; it goes by itself once its fault is over. @throws NotFound */
export async function seeAlert(scope: Scope, { id }: { id: number }): Promise<void> {
  const { db, workspaceId, actor, now } = scope;
  const [found] = await db
    .select({ id: dataAlert.id })
    .from(dataAlert)
    .where(and(eq(dataAlert.workspaceId, workspaceId), eq(dataAlert.id, id)));
  if (!found) throw new NotFound("data_alert");
  const seen = await db
    .update(dataAlert)
    .set({ seenAt: now, seenBy: actor.kind === "member" ? actor.userId : null })
    .where(and(eq(dataAlert.workspaceId, workspaceId), eq(dataAlert.id, id), isNull(dataAlert.seenAt)))
    .returning({ id: dataAlert.id });
  if (seen.length > 0) await record(scope, { action: "data:alert.see", subject: `data_alert:${id}` });
}
