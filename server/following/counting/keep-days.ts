import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import { type CountQuestion, drawUpDays } from "./draw-up-days";

export interface KeptDays {
  /** Rows of `stratum_day` written or taken off. */
  rows: number;
  /** The earliest day of these that monitors read; null = none. */
  firstDay: string | null;
}

/**
 * Brings `stratum_watch`, `stratum_day` and `stratum_week` to what sum-moves.ts found, and `stratum_hidden`, of days on which
 * people are not seen, to what sum-hidden.ts did. At risk on a day = those under watch when the round opened, less who went without having returned up to that
 * morning, less who returned before. Only rows that come out otherwise are written.
 * Part 2 is of readings alone, and holds nobody who is no more.
 * @returns null where moves do not fit to what stands (a day would have fewer than no returns, or stays as it was counted): count anew
 */
export async function keepDays(
  scope: Scope,
  { change }: ChangeRule,
  question: CountQuestion,
): Promise<KeptDays | null> {
  const here = sql`workspace_id = ${scope.workspaceId} and change_id = ${change.id} and revision = ${change.revision}`;
  const key = sql`${scope.workspaceId}::int, ${change.id}::bigint, ${change.revision}::int`;
  if (question.anew) await scope.db.execute(sql`delete from stratum_watch where ${here}`);
  await scope.db.execute(sql`
    insert into stratum_watch as w (workspace_id, change_id, revision, part, round, stratum, day, exposed, twins)
    select ${key}, part, round, stratum, day, exposed, twins from watch_move
    on conflict on constraint stratum_watch_pk do update
    set exposed = w.exposed + excluded.exposed, twins = w.twins + excluded.twins`);
  if (question.gaps) await keepHidden(scope, here, { key, anew: question.anew });
  await drawUpDays(scope, here, question);
  if (!question.anew && (await isOdd(scope, here))) return null;
  const kept = await write(scope, here, key);
  await keepWeeks(scope, { here, key, anew: question.anew });
  if (question.anew) await standIn(scope, here, key);
  await scope.db.execute(sql`delete from stratum_watch where ${here} and exposed = 0 and twins = 0`);
  return kept;
}

async function keepHidden({ db }: Scope, here: SQL, { key, anew }: { key: SQL; anew: boolean }): Promise<void> {
  if (anew) await db.execute(sql`delete from stratum_hidden where ${here}`);
  await db.execute(sql`
    insert into stratum_hidden as h (workspace_id, change_id, revision, part, round, stratum, day, exposed, twins)
    select ${key}, part, round, stratum, day, exposed, twins from hidden_move
    on conflict on constraint stratum_hidden_pk do update
    set exposed = h.exposed + excluded.exposed, twins = h.twins + excluded.twins`);
  if (!anew) await db.execute(sql`delete from stratum_hidden where ${here} and exposed = 0 and twins = 0`);
}

async function isOdd({ db }: Scope, here: SQL): Promise<boolean> {
  const [row] = await db.execute<{ odd: boolean }>(sql`
    select exists (select from fresh where event_exposed < 0 or event_twin < 0 or risk_exposed < event_exposed or risk_twin < event_twin)
      or exists (select from moving where from_day <= (select kept_through from cohort where ${here})) as odd`);
  return row?.odd === true;
}

async function write({ db, now }: Scope, here: SQL, key: SQL): Promise<KeptDays> {
  const [row] = await db.execute<{ rows: number; first: string | null }>(sql`
    with counted as (
      select coalesce((select kept_through from cohort where ${here}), '-infinity'::date) as through
    ),
    gone as (
      delete from stratum_day where ${here} and ctid = any(array(
        select d.at from moving m cross join lateral (
          select s.ctid as at, s.part, s.round, s.stratum, s.day from stratum_day s
          where ${here} and s.part = m.part and s.round = m.round and s.stratum = m.stratum and s.day >= m.from_day offset 0) d
        where (d.day > (select through from counted) or d.part = 2)
          and not exists (select from fresh f
            where f.part = d.part and f.round = d.round and f.stratum = d.stratum and f.day = d.day)))
      returning day, part
    ),
    written as (
      insert into stratum_day as d (workspace_id, change_id, revision, part, round, stratum, day,
        risk_exposed, risk_twin, events_exposed, events_twin, known_at)
      select ${key}, part, round, stratum, day, risk_exposed, risk_twin, event_exposed, event_twin, ${now.toISOString()}::timestamptz
      from fresh where day > (select through from counted) or part = 2
      order by part, round, stratum, day
      on conflict on constraint stratum_day_pk do update set risk_exposed = excluded.risk_exposed, risk_twin = excluded.risk_twin,
        events_exposed = excluded.events_exposed, events_twin = excluded.events_twin, known_at = excluded.known_at
      where (d.risk_exposed, d.risk_twin, d.events_exposed, d.events_twin)
        is distinct from (excluded.risk_exposed, excluded.risk_twin, excluded.events_exposed, excluded.events_twin)
      returning d.day, d.part
    )
    select count(*)::int as rows, (min(day) filter (where part < 2))::text as first
    from (select day, part from gone union all select day, part from written) w`);
  return { rows: row?.rows ?? 0, firstDay: row?.first ?? null };
}

/**
 * Days that stay as they were counted hold people who are no more. What the days after them are counted from is put right by the
 * difference on the day after.
 */
async function standIn({ db }: Scope, here: SQL, key: SQL): Promise<void> {
  await db.execute(sql`
    with counted as (select kept_through as through from cohort where ${here} and kept_through is not null),
    differing as (
      select part, round, stratum, sum(exposed)::int as exposed, sum(twins)::int as twins from (
        select part, round, stratum, events_exposed as exposed, events_twin as twins from stratum_day, counted
        where ${here} and day <= through
        union all
        select part, round, stratum, -exposed, -twins from event_move, counted where day <= through
      ) d group by part, round, stratum having sum(exposed) <> 0 or sum(twins) <> 0
    )
    insert into stratum_watch as w (workspace_id, change_id, revision, part, round, stratum, day, exposed, twins)
    select ${key}, part, round, stratum, through + 1, exposed, twins from differing, counted
    on conflict on constraint stratum_watch_pk do update
    set exposed = w.exposed + excluded.exposed, twins = w.twins + excluded.twins`);
}

async function keepWeeks({ db }: Scope, { here, key, anew }: { here: SQL; key: SQL; anew: boolean }): Promise<void> {
  if (anew) await db.execute(sql`delete from stratum_week where ${here}`);
  await db.execute(sql`
    insert into stratum_week as w (workspace_id, change_id, revision, week, stratum, exposed, twins)
    select ${key}, week, stratum, exposed, twins from week_move
    on conflict on constraint stratum_week_pk do update
    set exposed = w.exposed + excluded.exposed, twins = w.twins + excluded.twins`);
  await db.execute(sql`delete from stratum_week where ${here} and exposed = 0 and twins = 0`);
}
