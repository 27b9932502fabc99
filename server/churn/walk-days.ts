import { type SQL, sql } from "drizzle-orm";
import type { portraitDay } from "@/db/schema";
import type { Scope } from "../scope";
import { addDays, earlier } from "./days";
import { drawnStates, stateColumns, taken } from "./draw-states";
import { redrawEveryone } from "./redraw-everyone";
import type { Rhythm } from "./rhythm";
import { inForceOn, type KeptModel } from "./rhythm-in-force";

export type Known = typeof portraitDay.$inferSelect;

interface Walked {
  drawn: number;
  days: number;
  /** The model that those not asked on the last day were drawn with. */
  modelId: number | null;
  everyone: boolean;
}

/**
 * Takes people off `stale_state` and leaves temporary tables: `stale`, from which day on each is gone through again (not before
 * memberships are kept); `turn`, the days on which rows of theirs are met; `due`, whose transition comes by today; `step`, empty,
 * for what comes out.
 */
export async function openWalk({ db, workspaceId, today }: Scope, { keptSince }: Known): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.stale, pg_temp.turn, pg_temp.step, pg_temp.asked, pg_temp.due`);
  await db.execute(sql`create temp table stale (customer_id bigint primary key, start date not null) on commit drop`);
  await db.execute(
    sql`create temp table turn (customer_id bigint, day date, primary key (day, customer_id)) on commit drop`,
  );
  await db.execute(
    sql`create temp table asked (customer_id bigint primary key, begins boolean not null) on commit drop`,
  );
  await db.execute(sql`
    create temp table step (n bigint generated always as identity, customer_id bigint not null, day date not null, segment text,
      model_id bigint) on commit drop`);
  await db.execute(sql`
    with taken as (delete from stale_state where workspace_id = ${workspaceId} returning customer_id, from_day)
    insert into stale select customer_id, greatest(from_day, least(${keptSince}::date, ${today}::date)) from taken`);
  await db.execute(sql`analyze stale`);
  await db.execute(sql`
    insert into turn (customer_id, day)
    select customer_id, start from stale where start <= ${today}::date
    union
    select s.customer_id, v.day from stale s
    join visit v on v.workspace_id = ${workspaceId} and v.customer_id = s.customer_id and v.day > s.start and v.day <= ${today}::date`);
  await db.execute(sql`analyze turn`);
  await db.execute(sql`create temp table due (customer_id bigint primary key, day date not null) on commit drop`);
}

/**
 * Gone through once a night, and after everybody was drawn: an index of these days would cost every portrait that comes out
 * otherwise two entries more than its row, which is three times the price of a refit's new portraits.
 */
async function gatherDue({ db, workspaceId, today }: Scope): Promise<void> {
  await db.execute(sql`truncate due`);
  await db.execute(sql`
    insert into due select customer_id, next_transition_on from customer_state
    where workspace_id = ${workspaceId} and next_transition_on <= ${today}::date`);
  await db.execute(sql`analyze due`);
}

/** Goes through the days on which something of somebody comes out differently, in their order, up to the workspace's today. */
export async function walkDays(scope: Scope, known: Known, models: readonly KeptModel[]): Promise<Walked> {
  const asOf = earlier(known.asOf, scope.today);
  const walked: Walked = { drawn: 0, days: 0, modelId: known.modelId, everyone: false };
  await gatherDue(scope);
  let day = await nextDay(scope, asOf, models, null);
  while (day !== null) {
    const rhythm = (inForceOn(models, day) ?? models[0])?.rhythm;
    if (!rhythm) throw new Error("no model is in force");
    if (day > asOf && rhythm.modelId !== walked.modelId) {
      await gatherAsked(scope, day, { asOf, renewed: false });
      walked.drawn += await redrawEveryone(scope, day, rhythm, sql`asked`);
      await gatherDue(scope);
      Object.assign(walked, { modelId: rhythm.modelId, everyone: true });
    } else {
      const renewed = day <= asOf && models.some(({ validFrom }) => validFrom === day);
      walked.drawn += await drawAsked(scope, day, rhythm, { asOf, renewed });
    }
    walked.days += 1;
    day = await nextDay(scope, asOf, models, day);
  }
  return walked;
}

/** Days that were gone through before are gone through where somebody has a turn or a transition; later ones all. */
async function nextDay({ db, today }: Scope, asOf: string, models: readonly KeptModel[], last: string | null) {
  if (last !== null && last >= asOf) return last < today ? addDays(last, 1) : null;
  const after = last ?? "-infinity";
  const [row] = await db.execute<{ day: string | null }>(sql`
    select least((select min(day) from turn where day > ${after}::date),
      (select min(day) from due))::text as day`);
  const [begun] = await db.execute<{ any: boolean }>(
    sql`select exists (select from stale where start <= ${after}::date) as any`,
  );
  const renewed = begun?.any
    ? models.flatMap(({ validFrom }) => (validFrom !== null && last !== null && validFrom > last ? [validFrom] : []))
    : [];
  const next = [...(row?.day && row.day !== "infinity" ? [row.day] : []), ...renewed].sort()[0];
  if (next !== undefined && next <= asOf) return next;
  return asOf < today ? addDays(asOf, 1) : null;
}

/**
 * Fills `asked` with those who have a turn or a transition on a day, or rows of that day that waited for it.
 * @returns how many they are
 */
async function gatherAsked(
  { db, workspaceId }: Scope,
  day: string,
  { asOf, renewed }: { asOf: string; renewed: boolean },
): Promise<number> {
  const waited: SQL =
    day > asOf
      ? sql`union all select customer_id, false from visit where workspace_id = ${workspaceId} and day = ${day}::date`
      : sql``;
  const anew: SQL = renewed ? sql`union all select customer_id, false from stale where start < ${day}::date` : sql``;
  await db.execute(sql`truncate asked`);
  const asked = await db.execute(sql`
    insert into asked
    select customer_id, bool_or(begins) from (
      select t.customer_id, s.start = t.day and t.day <= ${asOf}::date as begins
      from turn t join stale s using (customer_id) where t.day = ${day}::date
      union all
      select customer_id, false from due where day <= ${day}::date
      ${waited} ${anew}
    ) a group by customer_id`);
  await db.execute(sql`analyze asked`);
  return asked.count;
}

/** Draws those who are asked on a day; notes whose segment changed. */
async function drawAsked(
  scope: Scope,
  day: string,
  rhythm: Rhythm,
  { asOf, renewed }: { asOf: string; renewed: boolean },
): Promise<number> {
  const { db, workspaceId } = scope;
  const asked = await gatherAsked(scope, day, { asOf, renewed });
  if (asked === 0) return 0;
  await db.execute(sql`delete from due where customer_id in (select customer_id from asked)`);
  await db.execute(sql`
    with ${drawnStates(scope, day, rhythm, { among: sql`asked` })},
    fresh as materialized (select * from drawn),
    stepped as (
      insert into step (customer_id, day, segment, model_id)
      select a.customer_id, ${day}::date, f.segment, ${rhythm.modelId}::bigint
      from asked a
      left join fresh f on f.customer_id = a.customer_id
      left join customer_state s on s.workspace_id = ${workspaceId} and s.customer_id = a.customer_id
      where a.begins or s.segment is distinct from f.segment
    ),
    gone as (
      delete from customer_state s using asked a
      where s.workspace_id = ${workspaceId} and s.customer_id = a.customer_id
        and not exists (select from fresh f where f.customer_id = a.customer_id)
    ),
    again as (insert into due select customer_id, next_transition_on from fresh where next_transition_on <= ${scope.today}::date)
    insert into customer_state (workspace_id, ${stateColumns()})
    select ${workspaceId}::int, ${stateColumns()} from fresh order by customer_id
    on conflict (workspace_id, customer_id) do update set ${taken("excluded")}`);
  return asked;
}
