import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { emailKey } from "./email-key";

/** What an issuer says of somebody, as far as it is read. Some say "true" where the standard says true. */
const claimed = z.object({
  sub: z.string().min(1).max(255),
  email: z.email().max(320).optional().catch(undefined),
  email_verified: z.union([z.boolean(), z.literal("true").transform(() => true)]).catch(false),
  name: z.string().trim().min(1).optional().catch(undefined),
});

/** Why somebody who was vouched for is not let in (docs/adr/0001). */
export type Stranger = "unverified" | "link" | "other";

export type Identified =
  | { outcome: "welcome"; userId: number; locale: string | null; theme: string | null }
  | { outcome: Stranger };

const answered = z.object({
  outcome: z.enum(["welcome", "unverified", "link", "other"]),
  user_id: z.coerce.number().nullable(),
  locale: z.string().nullable(),
  theme: z.string().nullable(),
});

/**
 * The account that somebody signs in to by an issuer's word: theirs, or a new one for an address that the issuer has
 * verified. `trustsEmail`: whether such an address may take over an account that has it.
 */
export async function accountOfIdentity(
  db: Database,
  { issuer, claims, trustsEmail, now }: { issuer: string; claims: unknown; trustsEmail: boolean; now: Date },
): Promise<Identified> {
  const { sub, email, email_verified: verified, name } = claimed.parse(claims);
  const address = email && verified ? emailKey(email) : null;
  const called = (name ?? address?.split("@")[0] ?? "").slice(0, 120);
  const [row] = await db.execute(sql`
    select * from auth_identity(${issuer}, ${sub}, ${address}, ${trustsEmail}, ${called}, ${now.toISOString()})`);
  const { outcome, user_id: userId, locale, theme } = answered.parse(row);
  if (outcome !== "welcome") return { outcome };
  if (userId === null) throw new Error("an identity was let in without an account");
  return { outcome, userId, locale, theme };
}

/** Ties an issuer's word to an account that has none yet; false where either belongs to somebody already. */
export async function linkIdentity(
  db: Database,
  { userId, issuer, claims }: { userId: number; issuer: string; claims: unknown },
): Promise<boolean> {
  const { sub } = claimed.parse(claims);
  const [row] = await db.execute(sql`select auth_link(${userId}, ${issuer}, ${sub}) as done`);
  return z.object({ done: z.boolean() }).parse(row).done;
}

/** Unties it; false where the account has no password, which would leave it without a door. */
export async function unlinkIdentity(db: Database, userId: number): Promise<boolean> {
  const [row] = await db.execute(sql`select auth_unlink(${userId}) as done`);
  return z.object({ done: z.boolean() }).parse(row).done;
}
