import { type SQL, sql } from "drizzle-orm";
import { integers, words } from "@/db/array-parameter";
import { portraitAsOf } from "../../churn/portrait";
import type { Scope } from "../../scope";
import { ruleOfWave } from "../change-rule";
import { optionsOf } from "../cohort/draw-portraits";
import { occasionsInScope } from "../cohort/occasions-in-scope";
import { drawnFrom } from "../cohort/seed";
import type { WaveContext } from "../cohort/wave-context";
import { addDays } from "../days";
import { LOOK_BACK } from "../settings";

/** Concerned people of a placebo change that are followed, drawn by a seeded hash. */
const MOST_FOLLOWED = 2_000;
/** People portrayed per concerned one: enough for 12 candidates each where two thirds of those who came lately may be twins. */
const CROWD = 18;
const LEAST_CROWD = 10_000;
/** Who is in the crowd says nothing of whom readCandidates() draws from it. */
const ANOTHER_DRAW = 7_919;
/** Shares of people are drawn in steps of 1 of so many. */
const STEPS = 65_536;
/** So many times fewer buyers than the change has may a placebo change have before fewer than 2,000 of them are found. */
const ROOM = 3;

/** One placebo change to be followed; those of one `unit` share their scope. */
export interface Placebo {
  number: number;
  unit: number;
  context: WaveContext;
  /** Days followed, from day 0 on. */
  days: number;
}

export interface Draw {
  seed: number;
  /** People concerned by the change itself. */
  exposed: number;
}

/**
 * The temporary table `crowd` (customer_id): the people among whom all placebo changes of one change look for twins, drawn by a
 * seeded hash of the id; everybody where they are few. Their portraits are a fraction of the whole base's.
 */
export async function drawCrowd(
  { db, workspaceId }: Scope,
  { seed, exposed, since }: Draw & { since: string },
): Promise<void> {
  const wanted = Math.max(LEAST_CROWD, CROWD * Math.min(MOST_FOLLOWED, exposed));
  const [row] = await db.execute<{ lately: number }>(sql`
    select count(*)::int as lately from customer_state where workspace_id = ${workspaceId} and last_day >= ${since}::date`);
  const below = row && row.lately > wanted ? Math.ceil((STEPS * wanted) / row.lately) : STEPS;
  const { from, drawn } = drawnFrom(seed + ANOTHER_DRAW);
  await db.execute(sql`drop table if exists pg_temp.crowd`);
  await db.execute(sql`
    create temp table crowd on commit drop as
    select customer_id from customer ${from}
    where workspace_id = ${workspaceId} and kind = 'person' and (${drawn} >> 16) < ${below}::bigint`);
  await db.execute(sql`analyze crowd`);
}

/**
 * The temporary table `found` (number, customer_id, in_scope, kept): who is concerned by each of these placebo changes, as
 * find-concerned.ts finds them, of whom at most 2,000 are kept. Where the change has many more, only the crowd and a share of the
 * others are looked at.
 */
export async function findPeople(placebos: readonly Placebo[], draw: Draw): Promise<void> {
  const scope = placebos[0]?.context.scope;
  if (!scope) return;
  await scope.db.execute(sql`drop table if exists pg_temp.found`);
  await scope.db.execute(
    sql`create temp table found (number int, customer_id bigint, in_scope int, kept boolean) on commit drop`,
  );
  for (const unit of new Set(placebos.map((each) => each.unit)))
    await findOfUnit(
      placebos.filter((each) => each.unit === unit),
      draw,
    );
  await scope.db.execute(sql`analyze found`);
}

async function findOfUnit(placebos: readonly Placebo[], { seed, exposed }: Draw): Promise<void> {
  const days = placebos.map(({ context }) => context.wave.day0).sort();
  const [context, from, last] = [placebos[0]?.context, days[0], days.at(-1)];
  if (!context || !from || !last) return;
  const { scope, settings, target, wave } = context;
  const stretch = { from: addDays(from, -LOOK_BACK), to: addDays(last, -1) };
  const below = Math.ceil(STEPS * Math.min(1, (ROOM * MOST_FOLLOWED) / Math.max(1, exposed)));
  const { from: hashed, drawn } = drawnFrom(seed);
  // Before they are put together by day: most of those who bought are not looked at.
  const among = (table: SQL) => sql`(
    select * from ${table} ${hashed} where (${drawn} >> 16) < ${below}::bigint or customer_id in (select customer_id from crowd)) among`;
  const tables = { visits: among(sql`visit`), lines: among(sql`purchase_line`) };
  const occasions = occasionsInScope(scope.workspaceId, ruleOfWave(target.rule, wave), stretch, tables);
  const numbers = placebos.map(({ number }) => number);
  await scope.db.execute(sql`
    insert into found
    with scoped as materialized (
      select customer_id, day, (${drawn} >> 16) as place from (${occasions}) occasion ${hashed}
    ),
    asked as (
      select number, day0::date as day0
      from unnest(${integers(numbers)}, ${words(placebos.map((each) => each.context.wave.day0))}) as a (number, day0)
    ),
    concerned as materialized (
      select number, customer_id, min(place) as place, count(*)::int as in_scope
      from asked join scoped on day between day0 - ${LOOK_BACK}::int and day0 - 1
      group by number, customer_id having count(*) >= ${settings.minOccasions}::int
    ),
    size as (
      select number, ${STEPS}::float8 * ${MOST_FOLLOWED}::int
        / greatest(${MOST_FOLLOWED}::int, count(*) filter (where place < ${below}::bigint) * ${STEPS}::float8 / ${below}::int) as below
      from concerned group by number
    )
    select number, customer_id, in_scope, place < least(below, ${below}::float8) from concerned join size using (number)`);
}

/** The temporary table `panel_visit`: every visit, as `visit` holds them, of the crowd and of all who are kept, up to this day. */
export async function gatherVisits({ db, workspaceId }: Scope, through: string): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.panel_visit`);
  await db.execute(sql`
    create temp table panel_visit on commit drop as
    select v.* from visit v
    where v.workspace_id = ${workspaceId} and v.day <= ${through}::date
      and v.customer_id in (select customer_id from crowd union select customer_id from found where kept)`);
  await db.execute(sql`create index on panel_visit (customer_id, day)`);
  await db.execute(sql`analyze panel_visit (customer_id, day, store_id)`);
}

/** `portrayed`: the crowd and all who are kept of one day's placebo changes, at the end of day -1: one pass for all. */
export async function portrayDay(placebos: readonly Placebo[]): Promise<void> {
  const context = placebos[0]?.context;
  if (!context) return;
  const { scope, asOf, rhythm } = context;
  await scope.db.execute(sql`drop table if exists pg_temp.portrayed`);
  const people = sql`(select customer_id from crowd union
    select customer_id from found where kept and number = any(${integers(placebos.map(({ number }) => number))})) people`;
  const options = { ...optionsOf(context), among: people, visits: sql`panel_visit` };
  await scope.db.execute(sql`
    create temp table portrayed on commit drop as
    with ${portraitAsOf(scope.workspaceId, asOf, rhythm, options)}
    select customer_id, segment, x, t_x, t_total, r, alpha, p_alive, due, silent, n_365::int, value_365, products::int, n_season::int
    from portrait`);
  await scope.db.execute(sql`analyze portrayed (customer_id)`);
}
