import { eq } from "drizzle-orm";
import { member } from "@/db/schema";
import { record } from "../audit/record";
import type { Scope } from "../scope";
import { keepAnAdmin, lockMember } from "./lock-member";

/** Ends a membership; the member's next request finds no such workspace. What they did stays under their name. */
export async function revokeMember(scope: Scope, { memberId }: { memberId: number }): Promise<void> {
  const before = await lockMember(scope, memberId);
  if (before.role === "admin") await keepAnAdmin(scope, memberId);
  await scope.db.update(member).set({ revokedAt: scope.now }).where(eq(member.id, memberId));
  await record(scope, { action: "member.revoked", subject: `member:${memberId}`, before: { role: before.role } });
}
