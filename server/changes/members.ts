import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Role, Scope } from "../scope";

export interface MemberName {
  memberId: number;
  userId: number;
  name: string;
  role: Role;
  revoked: boolean;
}

const row = z.object({
  member_id: z.coerce.number(),
  user_id: z.coerce.number(),
  name: z.string(),
  role: z.enum(["executive", "ops", "marketer", "admin"]),
  revoked_at: z.unknown(),
});

/** Who is, or was, a member of the workspace, by name: owners of changes and alerts, writers of comments. */
export async function membersOf(scope: Scope): Promise<MemberName[]> {
  const rows = await scope.db.execute(sql`select * from workspace_people() order by name, user_id`);
  return z
    .array(row)
    .parse([...rows])
    .map((one) => ({
      memberId: one.member_id,
      userId: one.user_id,
      name: one.name,
      role: one.role,
      revoked: one.revoked_at !== null,
    }));
}
