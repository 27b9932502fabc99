import { and, eq, isNull } from "drizzle-orm";
import { member } from "@/db/schema";
import { may } from "../auth/permissions";
import { Invalid, NotFound } from "../errors";
import type { Scope } from "../scope";
import { type Alert, moveAlert, type Seen } from "./move-alert";

/** Gives the alert to a member who may work on alerts. */
export async function assignAlert(scope: Scope, input: Seen & { memberId: number }): Promise<Alert> {
  const [to] = await scope.db
    .select()
    .from(member)
    .where(and(eq(member.workspaceId, scope.workspaceId), eq(member.id, input.memberId), isNull(member.revokedAt)));
  if (!to) throw new NotFound("member");
  if (!may(to, "alerts:work")) throw new Invalid("alerts.cannotWork", {}, "memberId");
  return moveAlert(scope, input, { act: "assign", set: { ownerId: to.userId }, data: { ownerId: to.userId } });
}
