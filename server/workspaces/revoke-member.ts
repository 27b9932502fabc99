import { eq } from "drizzle-orm";
import { member } from "@/db/schema";
import { record } from "../audit/record";
import type { Scope } from "../scope";
import { withdrawInvitationsBy, withdrawInvitationsOf } from "./invite-member";
import { keepAnAdmin, lockMember } from "./lock-member";
import { people } from "./queries";

/**
 * Ends a membership; the member's next request finds no such workspace, and no invitation that waits, to
 * them or by them, leads back. What they did stays under their name.
 */
export async function revokeMember(scope: Scope, { memberId }: { memberId: number }): Promise<void> {
  const before = await lockMember(scope, memberId);
  if (before.role === "admin") await keepAnAdmin(scope, memberId);
  await scope.db.update(member).set({ revokedAt: scope.now }).where(eq(member.id, memberId));
  const person = (await people(scope)).find((one) => one.memberId === memberId);
  if (person) await withdrawInvitationsOf(scope, person.email);
  await withdrawInvitationsBy(scope, before.userId);
  await record(scope, { action: "member.revoked", subject: `member:${memberId}`, before: { role: before.role } });
}
