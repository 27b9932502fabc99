import { and, eq, isNull } from "drizzle-orm";
import { member } from "@/db/schema";
import { Conflict, NotFound } from "../errors";
import type { Scope } from "../scope";

/** A present member and their row's lock, after those of all admins: two admins cannot unmake each other at once. */
export async function lockMember(scope: Scope, memberId: number): Promise<typeof member.$inferSelect> {
  await scope.db
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.role, "admin"), isNull(member.revokedAt)))
    .orderBy(member.id)
    .for("update");
  const [found] = await scope.db
    .select()
    .from(member)
    .where(and(eq(member.id, memberId), isNull(member.revokedAt)))
    .for("update");
  if (!found) throw new NotFound("member");
  return found;
}

/** Throws Conflict where `leaving` is the workspace's only admin. */
export async function keepAnAdmin(scope: Scope, leaving: number): Promise<void> {
  const admins = await scope.db
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.role, "admin"), isNull(member.revokedAt)));
  if (!admins.some((one) => one.id !== leaving)) throw new Conflict("settings.lastAdmin");
}
