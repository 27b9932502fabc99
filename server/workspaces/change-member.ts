import { eq } from "drizzle-orm";
import { member } from "@/db/schema";
import { record } from "../audit/record";
import type { Role, Scope } from "../scope";
import { withdrawInvitationsBy } from "./invite-member";
import { keepAnAdmin, lockMember } from "./lock-member";

/** Gives a member another role or right; it holds from their next request on. Of one who was an administrator no invitation waits. */
export async function changeMember(
  scope: Scope,
  wish: { memberId: number; role: Role; seesPeople: boolean },
): Promise<void> {
  const before = await lockMember(scope, wish.memberId);
  if (before.role === "admin" && wish.role !== "admin") {
    await keepAnAdmin(scope, wish.memberId);
    await withdrawInvitationsBy(scope, before.userId);
  }
  const after = { role: wish.role, seesPeople: wish.seesPeople };
  await scope.db.update(member).set(after).where(eq(member.id, wish.memberId));
  await record(scope, {
    action: "member.changed",
    subject: `member:${wish.memberId}`,
    before: { role: before.role, seesPeople: before.seesPeople },
    after,
  });
}
