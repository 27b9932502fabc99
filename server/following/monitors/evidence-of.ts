import { group } from "d3-array";
import { and, eq, sql } from "drizzle-orm";
import { monitor } from "@/db/schema";
import type { Scope } from "../../scope";
import { changeLogE } from "../../stats/two-level-list";
import type { Cohort } from "../cohort/open-cohort";
import { readLists } from "../list/keep-list";
import { familyOf } from "../list/read-family";
import { onceIn } from "../list/tell-alert";

/**
 * Evidence of the change's downward alarm day by day (its own and its segments', one e), and what tonight's list asks for. As of
 * `asOf`, as it is known now.
 */
export async function evidenceOf(scope: Scope, found: Cohort, asOf: string) {
  const [whole] = await scope.db
    .select()
    .from(monitor)
    .where(
      and(
        eq(monitor.workspaceId, scope.workspaceId),
        eq(monitor.changeId, found.changeId),
        eq(monitor.revision, found.revision),
        eq(monitor.slice, "all"),
      ),
    );
  if (!whole) return null;
  const points = await readPath(scope, found, asOf);
  if (points.length === 0) return null;
  const family = familyOf(whole.openedOn);
  const list = (await readLists(scope, [family])).get(family)?.down ?? null;
  const own = list?.changes.find((each) => each.changeId === found.changeId && each.revision === found.revision);
  const alarmOn = whole.downAlarmOn !== null && whole.downAlarmOn <= asOf ? whole.downAlarmOn : null;
  return {
    rings: own?.needs ?? 1 / scope.workspace.alpha,
    /** Changes of the half-year, among which tonight's list was drawn. */
    family: list?.changes.length ?? 1,
    alarmOn,
    moved: alarmOn !== null && (await movedSince(scope, whole.id, alarmOn)),
    closedOn: whole.closedOn,
    closedWhy: whole.closedWhy,
    points,
  };
}

/** One e a day of the change and its segments; a monitor stands where it stood on days on which it did not move. */
async function readPath(scope: Scope, { changeId, revision }: Cohort, asOf: string) {
  const rows = await scope.db.execute<{ slice: string; day: string | null; log_e: number }>(sql`
    select distinct on (d.day, m.slice) m.slice, d.day::text as day, d.log_e_down as log_e
    from monitor m left join monitor_day d on d.workspace_id = m.workspace_id and d.monitor_id = m.id and d.day <= ${asOf}::date
    where m.workspace_id = ${scope.workspaceId} and m.change_id = ${changeId}::bigint and m.revision = ${revision}::int
      and m.slice <> 'intense'
    order by d.day, m.slice, d.known_at desc`);
  const segments = new Map<string, number>(rows.flatMap(({ slice }) => (slice === "all" ? [] : [[slice, 0] as const])));
  let all = 0;
  const days = group(
    rows.filter(({ day }) => day !== null),
    ({ day }) => day,
  );
  return [...days].map(([day, moved]) => {
    for (const { slice, log_e } of moved) {
      if (slice === "all") all = log_e;
      else segments.set(slice, log_e);
    }
    return { day: day ?? asOf, onceIn: onceIn(changeLogE({ all, segments: [...segments.values()] })) };
  });
}

/** The same of a change's present revision; false where no alarm was raised. */
export async function evidenceMoved(scope: Scope, changeId: number): Promise<boolean> {
  const [row] = await scope.db.execute<{ id: string; alarm_on: string }>(sql`
    select m.id, m.down_alarm_on::text as alarm_on from change c
    join monitor m on m.workspace_id = c.workspace_id and m.change_id = c.id and m.revision = c.revision and m.slice = 'all'
    where c.workspace_id = ${scope.workspaceId} and c.id = ${changeId}::bigint and m.down_alarm_on is not null`);
  return row === undefined ? false : movedSince(scope, Number(row.id), row.alarm_on);
}

/** Whether what came in after the alarm moved the evidence of the days up to it: late rows, or its calibration. */
async function movedSince(scope: Scope, monitorId: number, alarmOn: string): Promise<boolean> {
  const [row] = await scope.db.execute<{ moved: boolean }>(sql`
    with own as (
      select day, known_at from monitor_day
      where workspace_id = ${scope.workspaceId} and monitor_id = ${monitorId}::bigint and day <= ${alarmOn}::date
    )
    select exists (
      select 1 from own
      where known_at > (select min(known_at) from own group by day order by day desc limit 1)) as moved`);
  return row?.moved ?? false;
}
