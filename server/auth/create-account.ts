import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Connection } from "@/db/client";
import type { Role } from "../scope";
import { emailKey } from "./email-key";
import { hashPassword } from "./password";

/**
 * Makes an account and its membership as the owner of the database (commands, the demo, tests). An account that is there
 * takes the name and the password given; a membership, the role. Returns the account's id.
 */
export async function createAccount(
  owner: Connection,
  wish: { workspaceId: number; email: string; name: string; password: string; role: Role; seesPeople: boolean },
): Promise<number> {
  const passwordHash = await hashPassword(wish.password);
  return owner.db.transaction(async (tx) => {
    const [row] = await tx.execute(sql`
      insert into user_account (email_key, name, password_hash)
      values (${emailKey(wish.email)}, ${wish.name}, ${passwordHash})
      on conflict (email_key) do update set name = excluded.name, password_hash = excluded.password_hash
      returning id`);
    const { id } = z.object({ id: z.coerce.number() }).parse(row);
    await tx.execute(sql`update user_session set ended_at = now() where user_id = ${id} and ended_at is null`);
    await tx.execute(sql`
      insert into member (workspace_id, user_id, role, sees_people)
      values (${wish.workspaceId}, ${id}, ${wish.role}, ${wish.seesPeople})
      on conflict (workspace_id, user_id) do update
      set role = excluded.role, sees_people = excluded.sees_people, revoked_at = null`);
    return id;
  });
}
