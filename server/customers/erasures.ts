import { asc, desc, eq } from "drizzle-orm";
import { erasure, source } from "@/db/schema";
import type { Scope } from "../scope";
import { people } from "../workspaces/queries";

const MOST = 200;

/**
 * Who was erased cannot be said any more: when, by whom it was asked and how much went, the latest first; and the sources that
 * somebody may be suppressed in.
 */
export async function erasuresOf(scope: Scope) {
  const rows = await scope.db
    .select()
    .from(erasure)
    .where(eq(erasure.workspaceId, scope.workspaceId))
    .orderBy(desc(erasure.id))
    .limit(MOST);
  const names = new Map((await people(scope)).map((one) => [one.userId, one.name]));
  const sources = await scope.db
    .select({ id: source.id, name: source.name })
    .from(source)
    .where(eq(source.workspaceId, scope.workspaceId))
    .orderBy(asc(source.name));
  const erasures = rows.map(({ id, state, askedAt, askedBy, doneAt, removed }) => ({
    id,
    state,
    askedAt,
    by: askedBy === null ? null : (names.get(askedBy) ?? null),
    doneAt,
    removed,
  }));
  return { erasures, sources };
}
