import { replay } from "@/db/schema";
import { record } from "../../audit/record";
import { Invalid } from "../../errors";
import { enqueue } from "../../jobs/enqueue";
import type { Scope } from "../../scope";

/** Asks for a replay of these days. @throws Invalid where they are the wrong way round, or begin after today */
export async function askReplay(scope: Scope, { from, to }: { from: string; to: string }): Promise<{ id: number }> {
  if (from > to) throw new Invalid("replay.order", { from, to }, "from");
  if (from > scope.today) throw new Invalid("replay.future", { from, today: scope.today }, "from");
  const toDay = to < scope.today ? to : scope.today;
  const [asked] = await scope.db
    .insert(replay)
    .values({
      workspaceId: scope.workspaceId,
      fromDay: from,
      toDay,
      state: "asked",
      askedBy: scope.actor.kind === "member" ? scope.actor.userId : null,
      askedAt: scope.now,
    })
    .returning({ id: replay.id });
  if (!asked) throw new Error("the replay was not written");
  await record(scope, { action: "change.replay", subject: `replay:${asked.id}`, after: { from, to: toDay } });
  await enqueue(scope, "run-replay", `replay:${asked.id}`, { replayId: asked.id });
  return asked;
}
