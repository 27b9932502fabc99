import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { deviceOf } from "./device";
import { networkAddress } from "./network-address";
import { newToken, tokenHash } from "./token";

/** Where an account is signed in. */
export interface Session {
  sessionId: number;
  /** Such as "Firefox, Linux"; empty where the browser said nothing known. */
  device: string;
  address: string;
  startedAt: Date;
  seenAt: Date;
}

/**
 * Begins a session for whoever was let in; returns the token that opens it, of which only the hash is kept. `seenHash` is
 * the password hash that was checked, null where none was: null comes back where the password was changed meanwhile.
 */
export async function startSession(
  db: Database,
  who: { userId: number; seenHash: string | null; headers: Headers; now: Date },
): Promise<string | null> {
  const token = newToken();
  const device = deviceOf(who.headers.get("user-agent"));
  const [row] = await db.execute(sql`
    select auth_start_session(${who.userId}, ${who.seenHash}, ${tokenHash(token)}, ${device},
      ${networkAddress(who.headers)}, ${who.now.toISOString()}) as begun`);
  return z.object({ begun: z.boolean() }).parse(row).begun ? token : null;
}

const sessionRow = z.object({
  session_id: z.coerce.number(),
  device: z.string(),
  address: z.string(),
  started_at: z.coerce.date(),
  seen_at: z.coerce.date(),
});

/** The sessions of an account that stand, the one seen last first. */
export async function sessionsOf(db: Database, userId: number, now: Date): Promise<Session[]> {
  const rows = await db.execute(sql`select * from auth_sessions(${userId}, ${now.toISOString()})`);
  return z
    .array(sessionRow)
    .parse([...rows])
    .map(({ session_id: sessionId, device, address, started_at: startedAt, seen_at: seenAt }) => ({
      sessionId,
      device,
      address,
      startedAt,
      seenAt,
    }));
}

/** Ends the session that a token's hash stands for. */
export async function endSessionOf(db: Database, key: string, now: Date): Promise<void> {
  await db.execute(sql`select auth_end_token(${key}, ${now.toISOString()})`);
}

/** Ends one session of an account; another account's is left alone. */
export async function endSession(db: Database, userId: number, sessionId: number, now: Date): Promise<void> {
  await db.execute(sql`select auth_end_session(${userId}, ${sessionId}, ${now.toISOString()})`);
}

/** Ends every session of an account but `kept` (null: all) with its next request. */
export async function endSessions(db: Database, userId: number, kept: number | null, now: Date): Promise<void> {
  await db.execute(sql`select auth_end_sessions(${userId}, ${kept}, ${now.toISOString()})`);
}
