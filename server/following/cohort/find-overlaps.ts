import { and, eq, gte, inArray, lte, ne, type SQL, sql } from "drizzle-orm";
import { integers } from "@/db/array-parameter";
import { change } from "@/db/schema";
import { type ChangeRule, changeRule, ruleOfWave } from "../change-rule";
import { addDays } from "../days";
import { LOOK_BACK, MOST_OVERLAPS, OVERLAP_SHARE } from "../settings";
import { gatherLines, gatherVisits, SAMPLED } from "./gather-sampled";
import { buyersInScope, needsLines, occasionsInScope } from "./occasions-in-scope";
import { drawnFrom } from "./seed";
import { lookBack, type WaveContext } from "./wave-context";

/** Of the concerned, about so many are held against every other change first; of fewer all. */
const SAMPLE = 2_000;
/** A change is looked at closely from this share of them on: of one that touches 5%, four standard errors less. */
const NEAR = 0.03;

/** Another change, or a later wave of this one, that touched part of the concerned before day 0. */
export interface Overlap {
  /** Its bit in `also.bits`. */
  bit: number;
  changeId: number;
  kind: "change" | "later wave";
  /** Share of the concerned. */
  share: number;
}

/**
 * Fills the temporary table `also` (customer_id, bits): who had bought, before day 0, in the scope of a later wave of this
 * change or of another change begun in the year before day 0 that touches at least 5% of the concerned. By purchases before
 * both days 0, never by the other's realised cohort.
 */
export async function findOverlaps(context: WaveContext): Promise<Overlap[]> {
  const { db } = context.scope;
  await db.execute(sql`create temp table also (customer_id bigint, bit int) on commit drop`);
  const found = [...(await laterWaves(context)), ...(await otherChanges(context))];
  await db.execute(sql`
    create temp table touched on commit drop as
    select customer_id, sum(1 << bit)::int as bits from also group by customer_id`);
  await db.execute(sql`analyze touched`);
  return found;
}

async function laterWaves({ scope, target, wave }: WaveContext): Promise<Overlap[]> {
  const later = target.waves.filter((each) => each.wave > wave.wave);
  if (later.length === 0) return [];
  const rule = { ...target.rule, stores: later.flatMap((each) => each.stores) };
  await scope.db.execute(sql`
    insert into also select distinct customer_id, 0 from (${occasionsInScope(scope.workspaceId, rule, lookBack(wave.day0))}) o`);
  return [{ bit: 0, changeId: target.change.id, kind: "later wave", share: await shareOf(scope.db, sql`also`) }];
}

async function otherChanges(context: WaveContext): Promise<Overlap[]> {
  const { scope, target, wave, asOf } = context;
  const start = sql`coalesce(${change.startActual}, ${change.startPlanned})`;
  const others = await scope.db
    .select({ id: change.id })
    .from(change)
    .where(
      and(
        eq(change.workspaceId, scope.workspaceId),
        eq(change.nature, "change"),
        ne(change.id, target.change.id),
        inArray(change.state, ["live", "ended", "rolled_back"]),
        gte(start, addDays(wave.day0, -LOOK_BACK)),
        lte(start, asOf),
      ),
    )
    .orderBy(change.id);
  const found: Overlap[] = [];
  const sample = others.length > 0 ? await drawSample(context) : [];
  await scope.db.execute(sql`drop table if exists pg_temp.reached`);
  await scope.db.execute(sql`create temp table reached (customer_id bigint) on commit drop`);
  for (const { id } of others) {
    const other = await changeRule(scope, id);
    if ((await shareOfSample(context, other, sample)) < NEAR) continue;
    const bit = found.length + 1;
    await scope.db.execute(sql`truncate reached`);
    for (const met of other.waves.filter((each) => each.day0 <= asOf)) {
      const { from, to } = lookBack(met.day0);
      const buyers = buyersInScope(scope.workspaceId, ruleOfWave(other.rule, met), { from, to }, 1);
      await scope.db.execute(sql`insert into reached ${buyers}`);
    }
    const share = await shareOf(scope.db, sql`reached`);
    if (share < OVERLAP_SHARE) continue;
    await scope.db.execute(sql`insert into also select distinct customer_id, ${bit}::int from reached`);
    found.push({ bit, changeId: id, kind: "change", share });
  }
  return keepLargest(scope.db, found);
}

/** Draws some of the concerned, the same ones each time, and gathers their visits. */
async function drawSample({ scope, seed }: WaveContext): Promise<number[]> {
  const { from, drawn } = drawnFrom(seed);
  const rows = await scope.db.execute<{ id: string }>(sql`
    select customer_id as id from concerned ${from}
    where ${drawn} < (select 4294967296.0 * ${SAMPLE}::int / greatest(${SAMPLE}::int, count(*)) from concerned) order by id`);
  const sample = rows.map(({ id }) => Number(id));
  await gatherVisits(
    scope,
    sample.map((id) => ({ id })),
  );
  return sample;
}

/** Of the sample, the share that bought in another change's scope before its day 0. */
async function shareOfSample(
  { scope, wave, asOf }: WaveContext,
  other: ChangeRule,
  sample: readonly number[],
): Promise<number> {
  const met = other.waves.filter((each) => each.day0 <= asOf);
  if (met.length === 0) return 0;
  if (needsLines(other.rule)) {
    // Look-backs of changes begun in the year before day 0.
    await gatherLines(scope, sample, { from: addDays(wave.day0, -2 * LOOK_BACK), to: asOf });
  }
  const occasions = met.map(
    (each) => sql`(${occasionsInScope(scope.workspaceId, ruleOfWave(other.rule, each), lookBack(each.day0), SAMPLED)})`,
  );
  const [row] = await scope.db.execute<{ n: number }>(sql`
    select count(distinct customer_id)::int as n from (${sql.join(occasions, sql` union all `)}) o`);
  return (row?.n ?? 0) / Math.max(1, sample.length);
}

/**
 * The largest overlaps, numbered anew from 1: a stratum's number grows with 2^bit, and may not with the number of changes that
 * a busy year holds.
 */
export async function keepLargest(db: WaveContext["scope"]["db"], found: readonly Overlap[]): Promise<Overlap[]> {
  const largest = [...found].sort((left, right) => right.share - left.share).slice(0, MOST_OVERLAPS);
  const before = integers(largest.map(({ bit }) => bit));
  await db.execute(sql`delete from also where bit > 0 and bit <> all(${before})`);
  await db.execute(sql`update also set bit = array_position(${before}, bit) where bit > 0`);
  return largest.map((overlap, i) => ({ ...overlap, bit: i + 1 }));
}

/** Of the concerned, the share that stands in a table or subquery with a column customer_id. */
async function shareOf(db: WaveContext["scope"]["db"], reached: SQL): Promise<number> {
  const [row] = await db.execute<{ share: number }>(sql`
    select count(*)::float8 / greatest(1, (select count(*) from concerned)) as share
    from concerned where customer_id in (select customer_id from ${reached})`);
  return row?.share ?? 0;
}
