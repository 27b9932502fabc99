import { and, eq, isNull } from "drizzle-orm";
import { invitation } from "@/db/schema";
import { record } from "../audit/record";
import { emailKey } from "../auth/email-key";
import { newToken, tokenHash } from "../auth/token";
import { Conflict } from "../errors";
import type { Role, Scope } from "../scope";
import { people } from "./queries";

const week = 7 * 24 * 60 * 60 * 1000;

/** When an invitation made now is over. */
export function invitationEnd(now: Date): Date {
  return new Date(now.getTime() + week);
}

/**
 * Invites an address, whether or not it has an account: nothing here tells. The token opens the invitation once, for 7
 * days; only its hash is kept. An earlier invitation of the address is over. Throws Conflict for a present member.
 */
export async function inviteMember(
  scope: Scope,
  wish: { email: string; role: Role; seesPeople: boolean },
): Promise<{ id: number; token: string }> {
  const email = emailKey(wish.email);
  const present = (await people(scope)).some((one) => one.email === email && one.revokedAt === null);
  if (present) throw new Conflict("settings.alreadyMember", {}, "email");
  await withdrawInvitationsOf(scope, email);
  const [token, { role, seesPeople }] = [newToken(), wish];
  const [made] = await scope.db
    .insert(invitation)
    .values({
      workspaceId: scope.workspaceId,
      emailKey: email,
      role,
      seesPeople,
      tokenHash: tokenHash(token),
      invitedBy: scope.actor.kind === "member" ? scope.actor.userId : null,
      createdAt: scope.now,
      expiresAt: invitationEnd(scope.now),
    })
    .returning({ id: invitation.id });
  if (!made) throw new Error("invitation was not written");
  await record(scope, { action: "member.invited", subject: `invitation:${made.id}`, after: { role, seesPeople } });
  return { id: made.id, token };
}

/** Ends every invitation of an address that nobody has accepted. */
export async function withdrawInvitationsOf(scope: Scope, email: string): Promise<void> {
  await scope.db
    .update(invitation)
    .set({ revokedAt: scope.now })
    .where(and(eq(invitation.emailKey, email), isNull(invitation.acceptedAt), isNull(invitation.revokedAt)));
}

/** Ends what a member invited and nobody has accepted: they hold its links, and are no administrator any more. */
export async function withdrawInvitationsBy(scope: Scope, userId: number): Promise<void> {
  await scope.db
    .update(invitation)
    .set({ revokedAt: scope.now })
    .where(and(eq(invitation.invitedBy, userId), isNull(invitation.acceptedAt), isNull(invitation.revokedAt)));
}
