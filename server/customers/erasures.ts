import { desc, eq } from "drizzle-orm";
import { erasure } from "@/db/schema";
import type { Scope } from "../scope";
import { people } from "../workspaces/queries";

const MOST = 200;

/** Who was erased cannot be said any more: when, by whom it was asked and how much went, the latest first. */
export async function erasuresOf(scope: Scope) {
  const rows = await scope.db
    .select()
    .from(erasure)
    .where(eq(erasure.workspaceId, scope.workspaceId))
    .orderBy(desc(erasure.id))
    .limit(MOST);
  const names = new Map((await people(scope)).map((one) => [one.userId, one.name]));
  return rows.map(({ id, state, askedAt, askedBy, doneAt, removed }) => ({
    id,
    state,
    askedAt,
    by: askedBy === null ? null : (names.get(askedBy) ?? null),
    doneAt,
    removed,
  }));
}
