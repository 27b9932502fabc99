import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { Invalid, Limit } from "../errors";
import type { User } from "./accounts";
import { hashPassword } from "./password";
import { passwordLength } from "./password-length";
import { verifySignIn } from "./verify-sign-in";

export interface PasswordWish {
  user: User;
  current: string;
  password: string;
  again: string;
  address: string;
  now: Date;
}

/**
 * Gives an account another password and ends its sessions. The current one is asked for, under the same count of attempts
 * as a sign-in. Throws Invalid with the field, or Limit.
 */
export async function changePassword(db: Database, wish: PasswordWish): Promise<void> {
  const { user, password } = wish;
  if (password.length < passwordLength.min) {
    throw new Invalid("tooShort", { minimum: passwordLength.min }, "newPassword");
  }
  if (password.length > passwordLength.max)
    throw new Invalid("tooLong", { maximum: passwordLength.max }, "newPassword");
  if (password !== wish.again) throw new Invalid("auth.notSame", {}, "againPassword");
  const { address, now } = wish;
  const known = await verifySignIn(db, { email: user.email, password: wish.current, address, now });
  if (known.outcome === "locked") throw new Limit("auth.locked", { seconds: known.seconds });
  if (known.outcome === "wrong") throw new Invalid("auth.currentWrong", {}, "currentPassword");
  await db.execute(sql`select auth_set_password(${user.userId}, ${await hashPassword(password)})`);
}
