import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { bigints, integers, words } from "@/db/array-parameter";
import { change } from "@/db/schema";
import { type ChangeRule, changeRule, ruleOfWave } from "../change-rule";
import type { Overlap } from "../cohort/find-overlaps";
import { occasionsInScope } from "../cohort/occasions-in-scope";
import { lookBack, type WaveContext } from "../cohort/wave-context";
import { addDays } from "../days";
import { LOOK_BACK, MOST_OVERLAPS, OVERLAP_SHARE } from "../settings";
import type { Placebo } from "./placebo-people";

interface Span {
  from: string;
  to: string;
}

/**
 * The temporary table `met` (change_id, began, customer_id): of the crowd and of those found, who had bought in the scope of a
 * recorded change that began in the year before one of these days 0, or while their placebo change is followed. What a change's
 * frozen cohort says of it is taken as it is: these are the people who bought in its scope before it began.
 */
export async function gatherMet(placebos: readonly Placebo[]): Promise<void> {
  const context = placebos[0]?.context;
  if (!context) return;
  const { db, workspaceId } = context.scope;
  await db.execute(sql`drop table if exists pg_temp.met, pg_temp.panel`);
  await db.execute(sql`create temp table met (change_id bigint, began date, customer_id bigint) on commit drop`);
  await db.execute(sql`create temp table panel on commit drop as
    select customer_id from crowd union select customer_id from found where kept`);
  const begins = placebos.map(({ context: { wave } }) => addDays(wave.day0, -LOOK_BACK)).sort();
  const ends = placebos.map(({ context: { wave }, days }) => addDays(wave.day0, days - 1)).sort();
  const span = { from: begins[0] ?? "", to: ends.at(-1) ?? "" };
  const others = await db
    .select({ id: change.id })
    .from(change)
    .where(
      and(
        eq(change.workspaceId, workspaceId),
        eq(change.nature, "change"),
        ne(change.id, context.target.change.id),
        inArray(change.state, ["live", "ended", "rolled_back"]),
        sql`coalesce(${change.startActual}, ${change.startPlanned}) between ${addDays(span.from, -LOOK_BACK)}::date and ${span.to}::date`,
      ),
    )
    .orderBy(change.id);
  await db.execute(sql`analyze panel`);
  const begun: ChangeRule[] = [];
  for (const { id } of others) {
    const { waves, ...other } = await changeRule(context.scope, id);
    begun.push({ ...other, waves: waves.filter(({ day0 }) => day0 >= span.from && day0 <= span.to) });
  }
  const frozen = await gatherFrozen(context, begun, span);
  for (const other of begun) if (!frozen.has(other.change.id)) await gatherBuyers(context, other);
  await db.execute(sql`analyze met`);
}

/** Of changes whose cohorts are frozen. @returns the changes of which somebody was found */
async function gatherFrozen(
  { scope: { db, workspaceId } }: WaveContext,
  others: readonly ChangeRule[],
  { from, to }: Span,
): Promise<Set<number>> {
  const rows = await db.execute<{ change_id: string }>(sql`
    with asked as (
      select * from unnest(${bigints(others.map(({ change }) => change.id))}, ${integers(others.map(({ change }) => change.revision))})
        as a (change_id, revision)
    ),
    kept as (
      insert into met
      select m.change_id, m.day0, m.customer_id
      from asked a join cohort_member m on m.workspace_id = ${workspaceId} and m.change_id = a.change_id and m.revision = a.revision
      where m.arm in ('exposed', 'left_out', 'apart') and m.day0 between ${from}::date and ${to}::date
        and m.customer_id in (select customer_id from panel)
      returning change_id
    )
    select distinct change_id from kept`);
  return new Set(rows.map((row) => Number(row.change_id)));
}

/** Of a change that has no cohort yet. */
async function gatherBuyers(
  { scope: { db, workspaceId } }: WaveContext,
  { change, rule, waves }: ChangeRule,
): Promise<void> {
  for (const wave of waves) {
    const occasions = occasionsInScope(workspaceId, ruleOfWave(rule, wave), lookBack(wave.day0));
    await db.execute(sql`insert into met
      select distinct ${change.id}::bigint, ${wave.day0}::date, customer_id from (${occasions}) o
      where customer_id in (select customer_id from panel)`);
  }
}

export interface Touch {
  /** The largest recorded changes that began in the year before and touch at least 5% of the people. */
  before: Overlap[];
  /** Days from day 0 until the first that touches as many begins; null = none while they are followed. */
  alone: number | null;
}

/** What touches the people of each placebo change, by its number. */
export async function touchesOf(placebos: readonly Placebo[]): Promise<Map<number, Touch>> {
  const db = placebos[0]?.context.scope.db;
  const numbers = placebos.map(({ number }) => number);
  const days = placebos.map(({ context }) => context.wave.day0);
  const ends = placebos.map(({ context, days: followed }) => addDays(context.wave.day0, followed - 1));
  const rows = await db?.execute<{ number: number; change_id: string; after: number; share: number }>(sql`
    with asked as (
      select number, day0::date as day0, until::date as until
      from unnest(${integers(numbers)}, ${words(days)}, ${words(ends)}) as a (number, day0, until)
    ),
    size as (select number, count(*) as people from found where kept group by number)
    select number, change_id, min(began - day0)::int as after, count(distinct customer_id)::float8 / min(people) as share
    from asked join size using (number) join found using (number) join met using (customer_id)
    where kept and began between day0 - ${LOOK_BACK}::int and until
    group by number, change_id, began >= day0
    having count(distinct customer_id) >= ${OVERLAP_SHARE}::float8 * min(people)
    order by number, share desc, change_id`);
  return new Map(
    numbers.map((number) => {
      const own = (rows ?? []).filter((row) => row.number === number);
      const before = own.filter(({ after }) => after < 0).slice(0, MOST_OVERLAPS);
      const overlaps = before.map(({ change_id, share }, i): Overlap => {
        return { bit: i + 1, changeId: Number(change_id), kind: "change", share };
      });
      const later = own.flatMap(({ after }) => (after >= 0 ? [after] : []));
      return [number, { before: overlaps, alone: later.length > 0 ? Math.min(...later) : null }];
    }),
  );
}

/** The temporary table `touched` (customer_id, bits) of one placebo change. */
export async function markTouched({ scope, wave }: WaveContext, overlaps: readonly Overlap[]): Promise<void> {
  await scope.db.execute(sql`create temp table touched (customer_id bigint, bits int) on commit drop`);
  if (overlaps.length === 0) return;
  await scope.db.execute(sql`insert into touched
    select customer_id, sum(1 << bit)::int
    from (select distinct customer_id, array_position(${bigints(overlaps.map(({ changeId }) => changeId))}, change_id) as bit
      from met where began between ${addDays(wave.day0, -LOOK_BACK)}::date and ${wave.day0}::date - 1) m
    where bit is not null group by customer_id`);
}
