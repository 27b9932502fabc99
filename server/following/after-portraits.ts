import { sql } from "drizzle-orm";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { askForList } from "./ask-for-list";
import { changeRule } from "./change-rule";
import { dueWaves, findCohort, wavesOf } from "./cohort/open-cohort";
import { lookedLately } from "./drift/keep-drift";
import { portraitsEnd } from "./portraits-wait";

/** Asks for what waited for the portraits: what is still to be frozen, once a week the look for drift, and the list. */
export async function askAfterPortraits(scope: Scope): Promise<void> {
  await portraitsEnd(scope);
  for (const changeId of await unfrozen(scope)) await enqueue(scope, "open-cohort", `change:${changeId}`, { changeId });
  if (!(await lookedLately(scope))) await enqueue(scope, "look-for-drift", "workspace", {});
  await askForList(scope);
}

/** Changes of which a wave has begun and is not frozen; those that are were gone through beside the portraits. */
async function unfrozen(scope: Scope): Promise<number[]> {
  const { db, workspaceId, today } = scope;
  const fewer = await db.execute<{ id: number }>(sql`
    select c.id::int as id
    from change c left join cohort k on k.workspace_id = c.workspace_id and k.change_id = c.id and k.revision = c.revision
    where c.workspace_id = ${workspaceId} and c.nature = 'change' and c.state in ('live', 'ended', 'rolled_back')
      and coalesce(jsonb_array_length(k.model -> 'waves'), 0) < greatest(1, (
        select count(distinct coalesce(s.start_on, c.start_actual, c.start_planned)) from change_scope s
        where s.workspace_id = ${workspaceId} and s.change_id = c.id and s.revision = c.revision and s.dimension = 'store'))
    order by coalesce(c.start_actual, c.start_planned), c.id`);
  const begun: number[] = [];
  for (const { id } of fewer) {
    const target = await changeRule(scope, id);
    if (dueWaves(target, today).length > wavesOf(await findCohort(scope, target)).length) begun.push(id);
  }
  return begun;
}
