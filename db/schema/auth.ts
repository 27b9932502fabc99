import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./shared";

/**
 * Attempts to sign in, per account (known or not: the two look alike) and per network address; both as hashes. Read and
 * written only by the definer functions of migration 0002.
 */
export const signInAttempt = pgTable("sign_in_attempt", {
  key: text("key").primaryKey(),
  failed: integer("failed").notNull(),
  lastAt: moment("last_at").notNull(),
  lockedUntil: moment("locked_until"),
});
