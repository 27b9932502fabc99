import { and, eq } from "drizzle-orm";
import { replay } from "@/db/schema";
import { NotFound } from "../../errors";
import type { Scope } from "../../scope";
import type { StepDone } from "../jobs";
import { replayHistory } from "./replay-history";

/** Runs a replay that was asked for and keeps what it found. One that is done already is left as it is. */
export async function runReplay(scope: Scope, replayId: number): Promise<StepDone> {
  const ours = and(eq(replay.workspaceId, scope.workspaceId), eq(replay.id, replayId));
  const [asked] = await scope.db.select().from(replay).where(ours).for("update");
  if (!asked) throw new NotFound("replay");
  if (asked.state === "done") return { rows: 0 };
  const result = await replayHistory(scope, { from: asked.fromDay, to: asked.toDay });
  await scope.db
    .update(replay)
    .set({ state: "done", doneAt: scope.now, result: { ...result } })
    .where(ours);
  return { rows: result.changes.length, counts: { changes: result.changes.length, nights: result.nights } };
}
