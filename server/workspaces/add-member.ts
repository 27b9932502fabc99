import { randomInt } from "node:crypto";
import { isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { member } from "@/db/schema";
import { record } from "../audit/record";
import { emailKey } from "../auth/email-key";
import { hashPassword } from "../auth/password";
import { Conflict } from "../errors";
import type { Role, Scope } from "../scope";

const created = z.object({ user_id: z.coerce.number(), created: z.boolean() });

/**
 * For commands typed on the server; a workspace's own people invite (invite-member.ts). Makes somebody a member, with an
 * account and a password if the address has none. A revoked member comes back in the new role. Throws Conflict for one
 * who is a member already, and for an address with an account, unless `accountExists` says that this is known: whoever made
 * it, from another workspace's invitation, need not be whose address it is.
 */
export async function addMember(
  scope: Scope,
  wish: { email: string; name: string; role: Role; seesPeople: boolean; accountExists?: boolean },
): Promise<{ memberId: number; password: string | null }> {
  const password = newPassword();
  const [row] = await scope.db.execute(
    sql`select * from auth_create(${emailKey(wish.email)}, ${wish.name}, ${await hashPassword(password)})`,
  );
  const account = created.parse(row);
  if (!account.created && !wish.accountExists)
    throw new Conflict("settings.accountExists", { email: wish.email }, "email");
  const { role, seesPeople } = wish;
  const [added] = await scope.db
    .insert(member)
    .values({ workspaceId: scope.workspaceId, userId: account.user_id, role, seesPeople, createdAt: scope.now })
    .onConflictDoUpdate({
      target: [member.workspaceId, member.userId],
      set: { role, seesPeople, revokedAt: null },
      setWhere: isNotNull(member.revokedAt),
    })
    .returning({ id: member.id });
  if (!added) throw new Conflict("settings.alreadyMember", {}, "email");
  await record(scope, { action: "member.added", subject: `member:${added.id}`, after: { role, seesPeople } });
  return { memberId: added.id, password: account.created ? password : null };
}

/** 16 letters and digits that are not mistaken for each other: 78 bits. */
function newPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join(""),
  );
  return groups.join("-");
}
