import { sql } from "drizzle-orm";
import { floats, words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { MonitorState } from "../../stats/monitor";
import type { Cohort } from "../cohort/open-cohort";
import type { Slice } from "../schema";

/** Evidence at the end of a day: ln e in both directions; first returns seen, expected, variance of the difference. */
export interface DayEvidence {
  day: string;
  down: number;
  up: number;
  observed: number;
  expected: number;
  variance: number;
}

export interface AdvancedMonitor {
  slice: Slice;
  calibrated: boolean;
  state: MonitorState;
  path: DayEvidence[];
}

interface Night {
  cohort: Cohort;
  advanced: readonly AdvancedMonitor[];
  until: string;
  closed: { day: string; why: string } | null;
}

/**
 * Writes a change's monitors and their new days, in one statement. A day's evidence that came out as it is known is not written
 * again; one that came out differently is a row beside it, later known.
 */
export async function keepMonitors(scope: Scope, { cohort, advanced, until, closed }: Night): Promise<void> {
  if (advanced.length === 0) return;
  const { changeId, revision, alarmFrom, rewinds } = cohort;
  const monitors = advanced.map(({ slice, calibrated, state }) => ({ slice, calibrated, state }));
  const path = advanced.flatMap((each) => each.path.map((day) => ({ slice: each.slice, ...day })));
  const first = path.map(({ day }) => day).sort()[0] ?? until;
  const column = (of: (row: DayEvidence) => number) => floats(path.map(of));
  await scope.db.execute(sql`
    with fresh as (
      select * from jsonb_to_recordset(${JSON.stringify(monitors)}::jsonb) as f (slice text, calibrated boolean, state jsonb)
    ),
    path as (
      select slice, day::date as day, down, up, observed, expected, variance
      from unnest(${words(path.map(({ slice }) => slice))}, ${words(path.map(({ day }) => day))}, ${column((row) => row.down)},
        ${column((row) => row.up)}, ${column((row) => row.observed)}, ${column((row) => row.expected)},
        ${column((row) => row.variance)}) as p (slice, day, down, up, observed, expected, variance)
    ),
    known as (
      select distinct on (m.slice, d.day) m.slice, d.day, d.log_e_down, d.log_e_up, d.observed, d.expected, d.variance
      from monitor m join monitor_day d on d.workspace_id = m.workspace_id and d.monitor_id = m.id
      where m.workspace_id = ${scope.workspaceId} and m.change_id = ${changeId}::bigint and m.revision = ${revision}::int
        and d.day >= ${first}::date
      order by m.slice, d.day, d.known_at desc
    ),
    kept as (
      insert into monitor (workspace_id, change_id, revision, slice, opened_on, advanced_to, advanced_version, closed_on, closed_why,
        state, calibrated)
      select ${scope.workspaceId}::int, ${changeId}::bigint, ${revision}::int, slice, ${alarmFrom}::date, ${until}::date,
        ${rewinds}::bigint, ${closed?.day ?? null}::date, ${closed?.why ?? null}, state, calibrated
      from fresh
      on conflict (workspace_id, change_id, revision, slice) do update set advanced_to = excluded.advanced_to,
        advanced_version = excluded.advanced_version, closed_on = excluded.closed_on, closed_why = excluded.closed_why,
        state = excluded.state, calibrated = excluded.calibrated
      returning id, slice
    )
    insert into monitor_day (workspace_id, monitor_id, day, log_e_down, log_e_up, observed, expected, variance, known_at)
    select ${scope.workspaceId}::int, m.id, p.day, p.down, p.up, p.observed, p.expected, p.variance, ${scope.now.toISOString()}::timestamptz
    from path p join kept m using (slice) left join known k using (slice, day)
    where (k.log_e_down, k.log_e_up, k.observed, k.expected, k.variance)
      is distinct from (p.down, p.up, p.observed, p.expected, p.variance)
    on conflict (workspace_id, monitor_id, day, known_at) do update set log_e_down = excluded.log_e_down,
      log_e_up = excluded.log_e_up, observed = excluded.observed, expected = excluded.expected, variance = excluded.variance`);
}
