import type { Database } from "@/db/client";
import { Invalid, Limit } from "../errors";
import type { User } from "./accounts";
import { verifySignIn } from "./verify-sign-in";

export interface Confirmation {
  user: User;
  /** The password they have now. */
  current: string;
  address: string;
  now: Date;
}

/**
 * Asks whoever is signed in for their password, under the same count of attempts as a sign-in. Throws Invalid with the
 * field, or Limit.
 */
export async function confirmPassword(db: Database, { user, current, address, now }: Confirmation): Promise<void> {
  const known = await verifySignIn(db, { email: user.email, password: current, address, now });
  if (known.outcome === "locked") throw new Limit("auth.locked", { seconds: known.seconds });
  if (known.outcome === "wrong") throw new Invalid("auth.currentWrong", {}, "currentPassword");
}
