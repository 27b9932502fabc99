import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { invitation, member } from "@/db/schema";
import { record } from "../audit/record";
import { tokenHash } from "../auth/token";
import { NotFound } from "../errors";
import { inWorkspace, type Role, type Scope } from "../scope";

/** What a link invites to. */
export interface Invitation {
  invitationId: number;
  workspaceId: number;
  slug: string;
  workspaceName: string;
  /** As accounts are found by it. */
  email: string;
  role: Role;
  seesPeople: boolean;
  expiresAt: Date;
}

const invitationRow = z.object({
  invitation_id: z.coerce.number(),
  workspace_id: z.number(),
  slug: z.string(),
  workspace_name: z.string(),
  email: z.string(),
  role: z.enum(["executive", "ops", "marketer", "admin"]),
  sees_people: z.boolean(),
  expires_at: z.coerce.date(),
});

/** The invitation of a token; null where there is none, where it is over, withdrawn or used: all alike. */
export async function invitationOf(db: Database, token: string, now: Date): Promise<Invitation | null> {
  const [row] = await db.execute(sql`select * from auth_invitation(${tokenHash(token)}, ${now.toISOString()})`);
  if (!row) return null;
  const found = invitationRow.parse(row);
  return {
    invitationId: found.invitation_id,
    workspaceId: found.workspace_id,
    slug: found.slug,
    workspaceName: found.workspace_name,
    email: found.email,
    role: found.role,
    seesPeople: found.sees_people,
    expiresAt: found.expires_at,
  };
}

/**
 * Makes whose address was invited a member, once. `accountOf` says, in the same transaction, which account that is. One
 * who was revoked comes back in the new role; a present member stays what they are. Throws NotFound where the link opens
 * nothing.
 */
export async function acceptInvitation(
  db: Database,
  { token, now }: { token: string; now: Date },
  accountOf: (scope: Scope, email: string) => Promise<number>,
): Promise<{ slug: string; userId: number }> {
  const found = await invitationOf(db, token, now);
  if (!found) throw new NotFound("invitation");
  const { workspaceId, invitationId, role, seesPeople, slug, email } = found;
  const actor = { kind: "command" as const, name: "invitation" };
  return inWorkspace(db, { workspaceId, actor, now }, async (scope) => {
    await use(scope, invitationId, token);
    const userId = await accountOf(scope, email);
    const [joined] = await scope.db
      .insert(member)
      .values({ workspaceId, userId, role, seesPeople, createdAt: now })
      .onConflictDoUpdate({
        target: [member.workspaceId, member.userId],
        set: { role, seesPeople, revokedAt: null },
        setWhere: isNotNull(member.revokedAt),
      })
      .returning({ id: member.id });
    const as: Scope = { ...scope, actor: { kind: "member", userId, role, seesPeople } };
    if (joined)
      await record(as, { action: "member.joined", subject: `member:${joined.id}`, after: { role, seesPeople } });
    return { slug, userId };
  });
}

/** Two who open one link at once: the row's lock lets one in. */
async function use({ db, now }: Scope, invitationId: number, token: string): Promise<void> {
  const used = await db
    .update(invitation)
    .set({ acceptedAt: now })
    .where(
      and(
        eq(invitation.id, invitationId),
        eq(invitation.tokenHash, tokenHash(token)),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
        gt(invitation.expiresAt, now),
      ),
    )
    .returning({ id: invitation.id });
  if (used.length === 0) throw new NotFound("invitation");
}
