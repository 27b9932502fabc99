import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { jobRun, replay } from "@/db/schema";
import { may } from "../../auth/permissions";
import type { Scope } from "../../scope";
import { leadOf, replayResult, type replayShown } from "./replay-shape";

/** The latest replay with what it found; one that was asked for since. */
export async function readReplay(scope: Scope): Promise<z.output<typeof replayShown>> {
  const rows = await scope.db
    .select()
    .from(replay)
    .where(eq(replay.workspaceId, scope.workspaceId))
    .orderBy(desc(replay.id))
    .limit(10);
  const [newest] = rows;
  const done = rows.find(({ state }) => state === "done");
  const { actor, today } = scope;
  const result = done && replayResult.parse(done.result);
  return {
    today,
    mayAsk: actor.kind === "member" && may(actor, "changes:draft"),
    under: newest?.state === "asked" ? await stateOf(scope, newest) : null,
    latest:
      done?.doneAt != null && result
        ? {
            from: done.fromDay,
            to: done.toDay,
            at: done.doneAt,
            result: { ...result, changes: result.changes.map((row) => ({ ...row, lead: leadOf(row) })) },
          }
        : null,
    currency: scope.workspace.currency,
  };
}

async function stateOf(scope: Scope, { id, fromDay, toDay }: typeof replay.$inferSelect) {
  const [run] = await scope.db
    .select({ state: jobRun.state })
    .from(jobRun)
    .where(and(eq(jobRun.workspaceId, scope.workspaceId), eq(jobRun.subject, `replay:${id}`)))
    .orderBy(desc(jobRun.id))
    .limit(1);
  return { from: fromDay, to: toDay, failed: run?.state === "failed" };
}
