import { eq, sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { monitor } from "@/db/schema";
import type { Scope } from "../../scope";
import { earlier } from "../days";
import { type Slice, sliceShape } from "../schema";

export type Both = { down: number; up: number };

export interface WatchedMonitor {
  id: number;
  slice: Slice;
  alarmOn: { down: string | null; up: string | null };
}

/** One change of a family, as one of its revisions is watched. */
export interface WatchedChange {
  changeId: number;
  revision: number;
  openedOn: string;
  /** Advanced up to this day. */
  advancedTo: string;
  monitors: WatchedMonitor[];
}

/** "2026H2": the half-year in which its monitors opened (methods 4). */
export function familyOf(openedOn: string): string {
  return `${openedOn.slice(0, 4)}H${openedOn.slice(5, 7) <= "06" ? 1 : 2}`;
}

/** All changes that were ever watched, by family; closed ones stay in theirs. */
export async function readFamilies(scope: Scope): Promise<Map<string, WatchedChange[]>> {
  const rows = await scope.db
    .select({
      id: monitor.id,
      changeId: monitor.changeId,
      revision: monitor.revision,
      slice: monitor.slice,
      openedOn: monitor.openedOn,
      advancedTo: monitor.advancedTo,
      down: monitor.downAlarmOn,
      up: monitor.upAlarmOn,
    })
    .from(monitor)
    .where(eq(monitor.workspaceId, scope.workspaceId))
    .orderBy(monitor.changeId, monitor.revision, monitor.slice);
  const changes = new Map<string, WatchedChange>();
  for (const { id, changeId, revision, slice, openedOn, advancedTo, down, up } of rows) {
    if (advancedTo === null || openedOn > scope.today) continue;
    const key = `${changeId} ${revision}`;
    const own = changes.get(key) ?? {
      changeId,
      revision,
      openedOn,
      advancedTo: earlier(advancedTo, scope.today),
      monitors: [],
    };
    own.monitors.push({ id, slice: sliceShape.parse(slice), alarmOn: { down, up } });
    changes.set(key, own);
  }
  const families = new Map<string, WatchedChange[]>();
  for (const each of changes.values()) {
    const name = familyOf(each.openedOn);
    families.set(name, [...(families.get(name) ?? []), each]);
  }
  return families;
}

/** Days on which changes began, or were recorded, whose monitors open tonight or wait for data: their cohort may still be made. */
export async function readPending(scope: Scope): Promise<string[]> {
  const rows = await scope.db.execute<{ opens_on: string }>(sql`
    select greatest(c.start_actual, c.recorded_on)::text as opens_on from change c
    left join cohort k on k.workspace_id = c.workspace_id and k.change_id = c.id and k.revision = c.revision
    where c.workspace_id = ${scope.workspaceId} and c.nature = 'change' and c.state in ('live', 'ended', 'rolled_back')
      and c.start_actual <= ${scope.today}::date and k.unmeasurable is null and not exists (
        select 1 from monitor m where m.workspace_id = c.workspace_id and m.change_id = c.id and m.revision = c.revision)`);
  return rows.map(({ opens_on }) => opens_on);
}

/** ln e of these monitors as they stood at the end of the day before `day`, as it is known now. */
export async function readEvidenceBefore(
  scope: Scope,
  ids: readonly number[],
  day: string,
): Promise<Map<number, Both>> {
  const rows = await scope.db.execute<{ id: string; down: number; up: number }>(sql`
    select w.id, e.log_e_down as down, e.log_e_up as up
    from unnest(${bigints(ids)}) as w (id) cross join lateral (
      select log_e_down, log_e_up from monitor_day
      where workspace_id = ${scope.workspaceId} and monitor_id = w.id and day < ${day}::date
      order by day desc, known_at desc limit 1) e`);
  return new Map(rows.map(({ id, down, up }) => [Number(id), { down, up }]));
}

/** Days of these monitors on which something came in, from `from` to `to`, as they are known now; in the order of days. */
export async function readEvidenceDays(
  scope: Scope,
  ids: readonly number[],
  { from, to }: { from: string; to: string },
): Promise<(Both & { id: number; day: string })[]> {
  const rows = await scope.db.execute<Both & { id: string; day: string }>(sql`
    select distinct on (d.day, d.monitor_id) d.monitor_id as id, d.day::text as day, d.log_e_down as down, d.log_e_up as up
    from monitor_day d
    where d.workspace_id = ${scope.workspaceId} and d.monitor_id = any(${bigints(ids)}) and d.day between ${from}::date and ${to}::date
    order by d.day, d.monitor_id, d.known_at desc`);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
