import { z } from "zod";
import { inWorkspace, todayOf } from "../scope";
import { enqueue } from "./enqueue";
import type { Workshop } from "./run";

const row = z.object({
  id: z.number(),
  tz: z.string(),
  pinned_day: z.string().nullable(),
  asked_at: z.coerce.date(),
});

/**
 * Asks for `derive-visits` in every workspace whose *today* has moved on since it was last asked for (D8): planned changes go
 * live on their day, and what is followed is read as of the new one, whether or not anything was imported. A pinned
 * workspace has no new days, one without any import nothing to derive. Returns the workspaces asked for.
 */
export async function beginDays(workshop: Workshop): Promise<number[]> {
  const now = workshop.clock();
  const found = await workshop.owner.sql`
    select w.id, w.tz, w.pinned_day, max(j.queued_at) as asked_at
    from workspace w join job_run j on j.workspace_id = w.id and j.job = 'derive-visits'
    where w.pinned_day is null group by w.id, w.tz, w.pinned_day`;
  const due = z
    .array(row)
    .parse([...found])
    .filter(({ tz, pinned_day: pinnedDay, asked_at: askedAt }) => {
      const days = { tz, pinnedDay };
      return todayOf(days, askedAt) < todayOf(days, now);
    });
  for (const { id: workspaceId } of due) {
    const actor = { kind: "job", name: "begin-days" } as const;
    await inWorkspace(workshop.app.db, { workspaceId, actor, now }, (scope) =>
      enqueue(scope, "derive-visits", "workspace", {}),
    );
  }
  return due.map(({ id }) => id);
}
