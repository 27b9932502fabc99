import { and, eq, isNull } from "drizzle-orm";
import { invitation } from "@/db/schema";
import { record } from "../audit/record";
import { NotFound } from "../errors";
import type { Scope } from "../scope";

/** Ends an invitation that nobody has accepted: its link is dead. */
export async function withdrawInvitation(scope: Scope, { invitationId }: { invitationId: number }): Promise<void> {
  const withdrawn = await scope.db
    .update(invitation)
    .set({ revokedAt: scope.now })
    .where(and(eq(invitation.id, invitationId), isNull(invitation.acceptedAt), isNull(invitation.revokedAt)))
    .returning({ id: invitation.id });
  if (withdrawn.length === 0) throw new NotFound("invitation");
  await record(scope, { action: "member.uninvited", subject: `invitation:${invitationId}` });
}
