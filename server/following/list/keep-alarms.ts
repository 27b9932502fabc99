import { sql } from "drizzle-orm";
import { bigints, words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { type Alarm, DIRECTIONS } from "./draw-nights";

/**
 * Writes the first night of each alarm, and since when about: the last day before it on which the evidence stood at its lowest, and
 * never before its first day. An alarm once raised keeps both, whatever later data say (methods 4).
 */
export async function keepAlarms(scope: Scope, alarms: readonly Alarm[]): Promise<void> {
  for (const direction of DIRECTIONS) {
    const own = alarms.filter((alarm) => alarm.direction === direction);
    if (own.length === 0) continue;
    const [logE, alarmOn, since] =
      direction === "down"
        ? [sql`log_e_down`, sql`down_alarm_on`, sql`down_since`]
        : [sql`log_e_up`, sql`up_alarm_on`, sql`up_since`];
    await scope.db.execute(sql`
      with rang as (
        select * from unnest(${bigints(own.map(({ monitorId }) => monitorId))}, ${words(own.map(({ on }) => on))}::date[]) as r (id, rang_on)
      ),
      path as (
        select r.id, m.opened_on - 1 as day, 0::float8 as log_e
        from rang r join monitor m on m.workspace_id = ${scope.workspaceId} and m.id = r.id
        union all
        select * from (
          select distinct on (r.id, d.day) r.id, d.day, d.${logE} from rang r
          join monitor_day d on d.workspace_id = ${scope.workspaceId} and d.monitor_id = r.id and d.day <= r.rang_on
          order by r.id, d.day, d.known_at desc) as latest
      ),
      stood as (
        select id, day, log_e, lead(day) over (partition by id order by day) - 1 as last_on from path
      ),
      lowest as (
        select distinct on (id) id, least(coalesce(last_on, rang_on - 1), rang_on - 1) as since
        from stood join rang using (id) where day < rang_on
        order by id, log_e, day desc
      )
      update monitor m set ${alarmOn} = rang_on, ${since} = greatest(lowest.since, m.opened_on)
      from rang join lowest using (id)
      where m.workspace_id = ${scope.workspaceId} and m.id = rang.id and m.${alarmOn} is null`);
  }
}
