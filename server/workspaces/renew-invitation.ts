import { and, eq, isNull } from "drizzle-orm";
import { invitation } from "@/db/schema";
import { record } from "../audit/record";
import { newToken, tokenHash } from "../auth/token";
import { NotFound } from "../errors";
import type { Scope } from "../scope";
import { invitationEnd } from "./invite-member";

/** Gives a waiting invitation, over or not, another token and another 7 days; the link before it is dead. Who renews it has invited. */
export async function renewInvitation(
  scope: Scope,
  { invitationId }: { invitationId: number },
): Promise<{ id: number; token: string }> {
  const token = newToken();
  const renewed = await scope.db
    .update(invitation)
    .set({
      tokenHash: tokenHash(token),
      expiresAt: invitationEnd(scope.now),
      invitedBy: scope.actor.kind === "member" ? scope.actor.userId : null,
    })
    .where(and(eq(invitation.id, invitationId), isNull(invitation.acceptedAt), isNull(invitation.revokedAt)))
    .returning({ id: invitation.id });
  if (renewed.length === 0) throw new NotFound("invitation");
  await record(scope, { action: "member.reinvited", subject: `invitation:${invitationId}` });
  return { id: invitationId, token };
}
