import { and, eq, lte } from "drizzle-orm";
import { change } from "@/db/schema";
import type { Scope } from "../scope";
import { presentDay } from "./days";
import { moveChange } from "./move-change";

/** Planned changes whose day has come go live by themselves, marked "start not confirmed". Returns their ids. */
export async function startDue(scope: Scope): Promise<number[]> {
  const due = await scope.db
    .select({ id: change.id })
    .from(change)
    .where(
      and(
        eq(change.workspaceId, scope.workspaceId),
        eq(change.state, "planned"),
        eq(change.nature, "change"),
        lte(change.startPlanned, presentDay(scope)),
      ),
    )
    .orderBy(change.id)
    .for("update");
  for (const { id } of due) {
    await moveChange(scope, id, "begin", (found) => ({ startActual: found.startPlanned, startConfirmed: false }));
  }
  return due.map(({ id }) => id);
}
