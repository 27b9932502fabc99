import { bigserial, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { big, moment } from "./shared";

/**
 * Attempts to sign in, per account (known or not: the two look alike) and per network address; both as hashes. Read and
 * written only by definer functions.
 */
export const signInAttempt = pgTable("sign_in_attempt", {
  key: text("key").primaryKey(),
  failed: integer("failed").notNull(),
  lastAt: moment("last_at").notNull(),
  lockedUntil: moment("locked_until"),
});

/** Where an account is signed in. Read and written only by the definer functions. */
export const userSession = pgTable(
  "user_session",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    userId: big("user_id").notNull(),
    /** SHA-256 of what the session's cookie holds. */
    tokenHash: text("token_hash").notNull().unique(),
    /** The browser, such as "Firefox, Linux". */
    device: text("device").notNull(),
    address: text("address").notNull(),
    startedAt: moment("started_at").notNull(),
    seenAt: moment("seen_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (t) => [index("user_session_user").on(t.userId)],
);

/** How often a key or an address asked in the current window. Written only by a definer function. */
export const rateWindow = pgTable("rate_window", {
  key: text("key").primaryKey(),
  startedAt: moment("started_at").notNull(),
  used: integer("used").notNull(),
});
