import { sql } from "drizzle-orm";
import { portraitAsOf } from "../churn/portrait";
import type { Scope } from "../scope";
import { ruleOfWave } from "./change-rule";
import { optionsOf } from "./draw-portraits";
import { occasionsInScope } from "./occasions-in-scope";
import { drawnFrom } from "./seed";
import { lookBack, type WaveContext } from "./wave-context";

/** Concerned people of a placebo change that are followed, drawn by a seeded hash. */
export const MOST_FOLLOWED = 2_000;
/** People portrayed per concerned one: enough for 12 candidates each where two thirds of those who came lately may be twins. */
const CROWD = 18;
const LEAST_CROWD = 10_000;
/** Who is in the crowd says nothing of whom readCandidates() draws from it. */
const ANOTHER_DRAW = 7_919;
/** Shares of people are drawn in steps of 1 of so many. */
const STEPS = 65_536;

/** One placebo change on a day that several share. */
export interface PlaceboOfDay {
  number: number;
  context: WaveContext;
}

/**
 * The temporary table `crowd` (customer_id): the people among whom all placebo changes of one change look for twins, drawn by a
 * seeded hash of the id; everybody where they are few. Their portraits are a fraction of the whole base's.
 */
export async function drawCrowd(
  { db, workspaceId }: Scope,
  { seed, exposed, since }: { seed: number; exposed: number; since: string },
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
 * For the placebo changes of one day: `found` (number, customer_id, in_scope, kept) as find-concerned.ts finds them, of whom at
 * most 2,000 are kept; `portrayed`, the portraits of the crowd and of all who are kept, at the end of day -1: one pass for all.
 */
export async function portrayDay(placebos: readonly PlaceboOfDay[]): Promise<void> {
  const context = placebos[0]?.context;
  if (!context) return;
  const { scope, asOf, rhythm } = context;
  await scope.db.execute(sql`drop table if exists pg_temp.found, pg_temp.portrayed`);
  await scope.db.execute(
    sql`create temp table found (number int, customer_id bigint, in_scope int, kept boolean) on commit drop`,
  );
  for (const placebo of placebos) await findKept(placebo);
  await scope.db.execute(sql`analyze found`);
  const people = sql`(select customer_id from crowd union select customer_id from found where kept) people`;
  await scope.db.execute(sql`
    create temp table portrayed on commit drop as
    with ${portraitAsOf(scope.workspaceId, asOf, rhythm, { ...optionsOf(context), among: people })}
    select customer_id, segment, x, t_x, t_total, r, alpha, p_alive, due, silent, n_365::int, value_365, products::int, n_season::int
    from portrait`);
  await scope.db.execute(sql`analyze portrayed`);
}

async function findKept({ number, context }: PlaceboOfDay): Promise<void> {
  const { scope, settings, target, wave, seed } = context;
  const { from, drawn } = drawnFrom(seed);
  await scope.db.execute(sql`
    insert into found
    with concerned as materialized (
      select customer_id, count(*)::int as in_scope
      from (${occasionsInScope(scope.workspaceId, ruleOfWave(target.rule, wave), lookBack(wave.day0))}) occasion
      group by customer_id having count(*) >= ${settings.minOccasions}::int
    ),
    size as (select greatest(count(*), ${MOST_FOLLOWED}::int) as people from concerned)
    select ${number}::int, customer_id, in_scope, (${drawn} >> 16) * people < ${STEPS}::bigint * ${MOST_FOLLOWED}::int
    from concerned cross join size ${from}`);
}
