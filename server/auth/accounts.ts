import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import type { Role } from "../scope";

export interface User {
  userId: number;
  email: string;
  name: string;
  locale: string | null;
  theme: string | null;
  /** The session that they ask in. */
  sessionId: number;
  hasPassword: boolean;
  /** Whether an OpenID Connect identity opens the account. */
  hasIdentity: boolean;
}

/** One workspace of a user, and what they are there. */
export interface Membership {
  workspaceId: number;
  slug: string;
  workspaceName: string;
  /** What "today" of the workspace is made of (decisions D8). */
  tz: string;
  pinnedDay: string | null;
  role: Role;
  seesPeople: boolean;
}

const userRow = z.object({
  session_id: z.coerce.number(),
  user_id: z.coerce.number(),
  email: z.string(),
  name: z.string(),
  locale: z.string().nullable(),
  theme: z.string().nullable(),
  has_password: z.boolean(),
  has_identity: z.boolean(),
});

const membershipRow = z.object({
  workspace_id: z.number(),
  slug: z.string(),
  workspace_name: z.string(),
  tz: z.string(),
  pinned_day: z.string().nullable(),
  role: z.enum(["executive", "ops", "marketer", "admin"]),
  sees_people: z.boolean(),
});

const sessionRows = z.array(z.union([userRow.extend(membershipRow.shape), userRow]));

/**
 * Whose session it is, and their workspaces by name, while the session stands: not ended, younger than two weeks. `key` is
 * the hash of its token. A revoked membership is none. One statement.
 */
export async function userOfSession(
  db: Database,
  key: string,
  now: Date,
): Promise<{ user: User; memberships: Membership[] } | null> {
  const rows = sessionRows.parse([
    ...(await db.execute(sql`select * from auth_session(${key}, ${now.toISOString()})`)),
  ]);
  const [row] = rows;
  if (!row) return null;
  const { user_id: userId, session_id: sessionId, email, name, locale, theme } = row;
  const user = { userId, sessionId, email, name, locale, theme };
  return {
    user: { ...user, hasPassword: row.has_password, hasIdentity: row.has_identity },
    memberships: rows.flatMap((one) => ("workspace_id" in one ? [membership(one)] : [])),
  };
}

function membership(row: z.output<typeof membershipRow>): Membership {
  return {
    workspaceId: row.workspace_id,
    slug: row.slug,
    workspaceName: row.workspace_name,
    tz: row.tz,
    pinnedDay: row.pinned_day,
    role: row.role,
    seesPeople: row.sees_people,
  };
}

/** Keeps the reader's language and theme with the account ("auto" forgets the theme). */
export async function prefer(
  db: Database,
  userId: number,
  wish: { locale?: string | undefined; theme?: string | undefined },
): Promise<void> {
  await db.execute(sql`select auth_prefer(${userId}, ${wish.locale ?? null}, ${wish.theme ?? null})`);
}
