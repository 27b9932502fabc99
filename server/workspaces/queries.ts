import { and, count, desc, isNull, max, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { alert, invitation, source } from "@/db/schema";
import type { Role, Scope } from "../scope";

/** Who is, or was, a member here. */
export interface Person {
  memberId: number;
  userId: number;
  name: string;
  email: string;
  role: Role;
  seesPeople: boolean;
  revokedAt: Date | null;
  since: Date;
}

const personRow = z.object({
  member_id: z.coerce.number(),
  user_id: z.coerce.number(),
  name: z.string(),
  email: z.string(),
  role: z.enum(["executive", "ops", "marketer", "admin"]),
  sees_people: z.boolean(),
  revoked_at: z.coerce.date().nullable(),
  created_at: z.coerce.date(),
});

/** Members of the workspace by name, those who were revoked last. Names of owners and authors come from here. */
export async function people(scope: Scope): Promise<Person[]> {
  const rows = await scope.db.execute(
    sql`select * from workspace_people() order by revoked_at is not null, name, member_id`,
  );
  return z
    .array(personRow)
    .parse([...rows])
    .map((row) => ({
      memberId: row.member_id,
      userId: row.user_id,
      name: row.name,
      email: row.email,
      role: row.role,
      seesPeople: row.sees_people,
      revokedAt: row.revoked_at,
      since: row.created_at,
    }));
}

/** Who was invited and has not come yet. */
export interface Waiting {
  id: number;
  email: string;
  role: Role;
  seesPeople: boolean;
  expiresAt: Date;
  /** Whether the 7 days are over. */
  over: boolean;
}

/** Invitations that were neither accepted nor withdrawn, the latest first. */
export async function waiting({ db, now }: Scope): Promise<Waiting[]> {
  const rows = await db
    .select()
    .from(invitation)
    .where(and(isNull(invitation.acceptedAt), isNull(invitation.revokedAt)))
    .orderBy(desc(invitation.createdAt), desc(invitation.id));
  return rows.map(({ id, emailKey: email, role, seesPeople, expiresAt }) => ({
    id,
    email,
    role,
    seesPeople,
    expiresAt,
    over: expiresAt <= now,
  }));
}

/** What stands around every page: the last day that data reaches, and how many alerts wait. */
export async function shell({
  db,
  today,
}: Scope): Promise<{ dataThrough: string | null; openAlerts: number; today: string }> {
  const [data] = await db.select({ through: max(source.completeThrough) }).from(source);
  const [open] = await db
    .select({ n: count() })
    .from(alert)
    .where(and(ne(alert.state, "closed"), sql`coalesce(${alert.snoozeUntil} <= ${today}, true)`));
  const through = data?.through ?? null;
  return { dataThrough: through && through < today ? through : through && today, openAlerts: open?.n ?? 0, today };
}
