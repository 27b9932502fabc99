import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { emailKey } from "./email-key";
import { passwordMatches } from "./password";

export interface Attempt {
  email: string;
  password: string;
  /** The network address it comes from. */
  address: string;
  now: Date;
}

export type SignIn =
  | { outcome: "welcome"; userId: number; passwordHash: string; locale: string | null; theme: string | null }
  | { outcome: "wrong" }
  | { outcome: "locked"; seconds: number };

const begun = z.object({
  locked_until: z.coerce.date().nullable(),
  user_id: z.coerce.number().nullable(),
  password_hash: z.string().nullable(),
  locale: z.string().nullable(),
  theme: z.string().nullable(),
});

/**
 * Checks an address and a password. Every attempt is counted before the password is looked at, under the address typed
 * (known or not) and under the network address, so that a burst of parallel guesses meets the same lock.
 */
export async function verifySignIn(db: Database, { email, password, address, now }: Attempt): Promise<SignIn> {
  const wanted = emailKey(email);
  const [account, network] = [hashed("account", wanted), hashed("address", address)];
  const at = now.toISOString();
  const [row] = await db.execute(sql`select * from auth_begin(${wanted}, ${account}, ${network}, ${at})`);
  const found = begun.parse(row);
  if (found.locked_until) {
    return { outcome: "locked", seconds: Math.ceil((found.locked_until.getTime() - now.getTime()) / 1000) };
  }
  const right = await passwordMatches(found.password_hash, password);
  const { user_id: userId, password_hash: passwordHash, locale, theme } = found;
  if (!right || userId === null || passwordHash === null) return { outcome: "wrong" };
  await db.execute(sql`select auth_succeeded(${account}, ${network}, ${at})`);
  return { outcome: "welcome", userId, passwordHash, locale, theme };
}

function hashed(kind: string, value: string): string {
  return `${kind}:${createHash("sha256").update(value).digest("base64url")}`;
}
