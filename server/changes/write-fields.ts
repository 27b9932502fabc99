import { and, eq, sql } from "drizzle-orm";
import { change } from "@/db/schema";
import { Conflict } from "../errors";
import type { Scope } from "../scope";
import type { Change } from "./move-change";
import type { ChangeFields } from "./schema";

/** Writes an edited change over the one that was found: the start and the end that count in its state. */
export async function writeFields(
  scope: Scope,
  found: Change,
  input: ChangeFields,
  set: { ownerId: number | null; revision: number },
): Promise<void> {
  const start = input.start ?? null;
  const end = input.end ?? null;
  const started = found.startActual !== null;
  const ended = found.endActual !== null;
  const [moved] = await scope.db
    .update(change)
    .set({
      ...set,
      title: input.title,
      moved: input.moved,
      kind: input.kind,
      ...(started ? { startActual: start } : { startPlanned: start }),
      ...(ended ? { endActual: end } : { endPlanned: end }),
      hypothesis: input.hypothesis || null,
      gainMinor: input.gainMinor ?? null,
      tags: input.tags,
      links: input.links,
    })
    .where(
      and(eq(change.workspaceId, scope.workspaceId), eq(change.id, found.id), sql`${change.state} = ${found.state}`),
    )
    .returning({ id: change.id });
  if (!moved) throw new Conflict("changes.moved", { act: "revise" });
}
