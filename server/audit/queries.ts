import { count, desc, eq, sql } from "drizzle-orm";
import { auditEvent } from "@/db/schema";
import type { Scope } from "../scope";
import { people } from "../workspaces/queries";

const pageSize = 50;

export interface AuditFilter {
  /** The first word of the action, such as `member` of `member.added`. */
  about?: string | undefined;
  page: number;
}

/** Acts of the workspace, the latest first, a page at a time, with the words to filter by. */
export async function auditPage(scope: Scope, filter: AuditFilter) {
  const { db } = scope;
  const wanted = filter.about ? eq(topic, filter.about) : undefined;
  const [total] = await db.select({ n: count() }).from(auditEvent).where(wanted);
  const rows = await db
    .select()
    .from(auditEvent)
    .where(wanted)
    .orderBy(desc(auditEvent.id))
    .limit(pageSize)
    .offset((filter.page - 1) * pageSize);
  const topics = await db.selectDistinct({ topic }).from(auditEvent).orderBy(topic);
  const names = new Map((await people(scope)).map((person) => [person.userId, person.name]));
  return {
    total: total?.n ?? 0,
    size: pageSize,
    topics: topics.map((row) => row.topic),
    events: rows.map(({ id, at, actor, userId, action, subject, before, after }) => ({
      id,
      at,
      actor,
      name: userId === null ? null : (names.get(userId) ?? null),
      action,
      subject,
      before,
      after,
    })),
  };
}

const topic = sql<string>`split_part(translate(${auditEvent.action}, ':', '.'), '.', 1)`;
