import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { Conflict, Invalid, Limit, NotFound } from "../errors";
import { acceptInvitation, invitationOf } from "../workspaces/accept-invitation";
import { checkPassword } from "./check-password";
import { hashPassword } from "./password";
import { verifySignIn } from "./verify-sign-in";

const created = z.object({ user_id: z.coerce.number(), created: z.boolean() });

export interface Joining {
  token: string;
  name: string;
  password: string;
  /** The network address it comes from. */
  address: string;
  now: Date;
}

/**
 * Accepts an invitation with an account that is made for it: all or nothing. Where the address has one, it is a sign-in:
 * the account stays as it is and opens with its own password only. Throws Invalid with the field; NotFound where the link
 * opens nothing; Conflict, or Limit, where the password is not the account's.
 */
export async function joinWithAccount(db: Database, wish: Joining): Promise<{ slug: string; email: string }> {
  const name = wish.name.trim();
  if (name === "") throw new Invalid("required", {}, "name");
  if (name.length > 120) throw new Invalid("tooLong", { maximum: 120 }, "name");
  checkPassword(wish.password, "newPassword");
  const invited = await invitationOf(db, wish.token, wish.now);
  if (!invited) throw new NotFound("invitation");
  const { email, slug } = invited;
  const hash = await hashPassword(wish.password);
  const made = await acceptInvitation(db, wish, async (scope) => {
    const [row] = await scope.db.execute(sql`select * from auth_create(${email}, ${name}, ${hash})`);
    const account = created.parse(row);
    if (!account.created) throw new Conflict("auth.hasAccount");
    return account.user_id;
  }).catch((error) => (error instanceof Conflict ? error : Promise.reject(error)));
  if (made instanceof Conflict) await joinAsKnown(db, { ...wish, email }, made);
  return { slug, email };
}

async function joinAsKnown(db: Database, wish: Joining & { email: string }, otherwise: Conflict): Promise<void> {
  const known = await verifySignIn(db, wish);
  if (known.outcome === "locked") throw new Limit("auth.locked", { seconds: known.seconds });
  if (known.outcome === "wrong") throw otherwise;
  await acceptInvitation(db, wish, async () => known.userId);
}
