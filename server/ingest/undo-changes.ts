import { and, eq } from "drizzle-orm";
import { change, overwrittenValue } from "@/db/schema";
import { bringChange } from "../changes/bring-change";
import { cancelChange } from "../changes/cancel-change";
import { deleteDraft } from "../changes/delete-draft";
import type { ChangeFields } from "../changes/schema";
import { DomainError } from "../errors";
import type { Scope } from "../scope";
import { madeRow } from "./write-over";

export interface UndoneChanges {
  deleted: number;
  cancelled: number;
  restored: number;
  /** Titles of those that stay as they are: ended, rolled back, or edited since in a way that does not allow it. */
  kept: string[];
}

type Change = typeof change.$inferSelect;

/**
 * Takes back what a batch did to changes, by the changes' own verbs (D6): drafts that it made are deleted, planned and live ones
 * cancelled, and forget what their source calls them, so that the same file brings them anew; those it edited are edited back.
 */
export async function undoChanges(scope: Scope, batchId: number): Promise<UndoneChanges> {
  const { db, workspaceId } = scope;
  const own = and(
    eq(overwrittenValue.workspaceId, workspaceId),
    eq(overwrittenValue.byBatch, batchId),
    eq(overwrittenValue.tableName, "change"),
  );
  const rows = await db.select().from(overwrittenValue).where(own);
  const undone: UndoneChanges = { deleted: 0, cancelled: 0, restored: 0, kept: [] };
  for (const id of new Set(rows.map((row) => row.rowId))) {
    const [found] = await db
      .select()
      .from(change)
      .where(and(eq(change.workspaceId, workspaceId), eq(change.id, id)));
    if (!found) continue;
    const told = rows.filter((row) => row.rowId === id);
    const isMade = told.some((row) => row.columnName === madeRow);
    const did = await inSavepoint(scope, (inner) =>
      isMade ? takeBack(inner, found, batchId) : editBack(inner, found, told, batchId),
    );
    if (did === "kept") undone.kept.push(found.title);
    else undone[did] += 1;
  }
  await db.delete(overwrittenValue).where(own);
  return undone;
}

/** A verb that refuses leaves nothing. */
async function inSavepoint<T>(scope: Scope, work: (scope: Scope) => Promise<T>): Promise<T | "kept"> {
  try {
    return await scope.db.transaction((db) => work({ ...scope, db }));
  } catch (error) {
    if (error instanceof DomainError) return "kept";
    throw error;
  }
}

async function takeBack(
  scope: Scope,
  { id, state }: Change,
  batchId: number,
): Promise<"deleted" | "cancelled" | "kept"> {
  if (state === "draft") {
    await deleteDraft(scope, { id });
    return "deleted";
  }
  if (state !== "planned" && state !== "live") return "kept";
  await cancelChange(scope, { id, reason: `import ${batchId} undone` });
  await scope.db
    .update(change)
    .set({ sourceId: null, externalId: null })
    .where(and(eq(change.workspaceId, scope.workspaceId), eq(change.id, id)));
  return "cancelled";
}

async function editBack(
  scope: Scope,
  { sourceId, externalId }: Change,
  told: { columnName: string; before: unknown }[],
  batchId: number,
): Promise<"restored" | "kept"> {
  if (sourceId === null || externalId === null) return "kept";
  const before = new Map(told.map((row) => [row.columnName, row.before ?? undefined]));
  const scopeBefore = before.get("scope") as ChangeFields["scope"] | undefined;
  before.delete("scope");
  before.delete("ownerId");
  const fields = Object.fromEntries(before) as Partial<ChangeFields>;
  const reason = `import ${batchId} undone`;
  await bringChange(scope, { sourceId, externalId, fields, scope: scopeBefore ?? {}, reason });
  return "restored";
}
