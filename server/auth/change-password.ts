import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { Invalid } from "../errors";
import { checkPassword } from "./check-password";
import { type Confirmation, confirmPassword } from "./confirm-password";
import { hashPassword } from "./password";

export interface PasswordWish extends Confirmation {
  password: string;
  again: string;
}

/**
 * Gives an account another password and ends its sessions, but for the one that asks. The current one is asked for.
 * Throws Invalid with the field, or Limit.
 */
export async function changePassword(db: Database, wish: PasswordWish): Promise<void> {
  const { user, password, now } = wish;
  checkPassword(password, "newPassword");
  if (password !== wish.again) throw new Invalid("auth.notSame", {}, "againPassword");
  await confirmPassword(db, wish);
  const hash = await hashPassword(password);
  await db.execute(sql`select auth_set_password(${user.userId}, ${hash}, ${user.sessionId}, ${now.toISOString()})`);
}
