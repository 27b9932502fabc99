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
  user_id: z.coerce.number(),
  email: z.string(),
  name: z.string(),
  locale: z.string().nullable(),
  theme: z.string().nullable(),
});

const membershipRow = z.object({
  workspace_id: z.number(),
  slug: z.string(),
  name: z.string(),
  tz: z.string(),
  pinned_day: z.string().nullable(),
  role: z.enum(["executive", "ops", "marketer", "admin"]),
  sees_people: z.boolean(),
});

/** The account of a session while the session's version stands, else null. */
export async function userOfSession(db: Database, userId: number, version: number): Promise<User | null> {
  const [row] = await db.execute(sql`select * from auth_user(${userId}, ${version})`);
  if (!row) return null;
  const { user_id, ...rest } = userRow.parse(row);
  return { userId: user_id, ...rest };
}

/** The workspaces of an account, by name. A revoked membership is none. */
export async function membershipsOf(db: Database, userId: number): Promise<Membership[]> {
  const rows = await db.execute(sql`select * from auth_memberships(${userId})`);
  return z
    .array(membershipRow)
    .parse([...rows])
    .map((row) => ({
      workspaceId: row.workspace_id,
      slug: row.slug,
      workspaceName: row.name,
      tz: row.tz,
      pinnedDay: row.pinned_day,
      role: row.role,
      seesPeople: row.sees_people,
    }));
}

/** Keeps the reader's language and theme with the account ("auto" forgets the theme). */
export async function prefer(
  db: Database,
  userId: number,
  wish: { locale?: string | undefined; theme?: string | undefined },
): Promise<void> {
  await db.execute(sql`select auth_prefer(${userId}, ${wish.locale ?? null}, ${wish.theme ?? null})`);
}

/** Ends every session of an account with its next request. */
export async function endSessions(db: Database, userId: number): Promise<void> {
  await db.execute(sql`select auth_bump(${userId})`);
}
