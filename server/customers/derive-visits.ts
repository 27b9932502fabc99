import { and, eq, gte, isNull, sql } from "drizzle-orm";
import { cohort, importBatch, visit } from "@/db/schema";
import type { Scope } from "../scope";
import { visitsOfLines } from "./visits-of-lines";
import { writeDiffering } from "./write-differing";

export interface DerivedVisits {
  /** People who were looked at: rows of them came, changed, moved or went. */
  people: number;
  /** Visits written. */
  visits: number;
  /** Days of a person whose visits came, went or differ. */
  moved: number;
  /** The earliest of these days; null = nothing moved. */
  firstDay: string | null;
}

/**
 * Visits (customer x local day x store x channel) of every person whose rows came, changed, moved or went since the last run
 * (`touched_customer`), who are then taken off; of all persons where there are no visits yet. Each person is worked out whole,
 * what differs from the visits that stand is written, and its days are left for who counts them (`visit_moved`, `stale_state`):
 * running it again changes nothing. Anonymous buyers have no visits: they are in no cohort, fit or segment (D5); their revenue
 * is read from purchase_line. Run under `deriveAlone`.
 */
export async function deriveVisits(scope: Scope): Promise<DerivedVisits> {
  const { db, workspaceId } = scope;
  await db.execute(sql`set local work_mem = '128MB'`);
  const [known] = await db.select({ day: visit.day }).from(visit).where(eq(visit.workspaceId, workspaceId)).limit(1);
  await takeIn(scope);
  if (!known && (await nobodyCounted(scope))) return deriveFirst(scope);
  const people = await takeTouched(scope);
  if (known && people === 0) return { people, visits: 0, moved: 0, firstDay: null };
  const written = await writeDiffering(scope, known ? "touched" : "all");
  if (written.firstDay !== null) await recountFrom(scope, written.firstDay);
  return { ...written, people };
}

/**
 * Until the transaction ends nobody else derives. Two imports at once ask for two derivations: the second waits for each step of
 * the first, and finds little left to do. An erasure waits too, or what is just being derived of the person would stay.
 */
export async function deriveAlone({ db, workspaceId }: Scope): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`derive:${workspaceId}`}, 7041967))`);
}

/** Takes people off `touched_customer` and leaves them in the temporary table `touched`; who comes meanwhile waits for the next run. */
async function takeTouched({ db, workspaceId }: Scope): Promise<number> {
  await db.execute(sql`drop table if exists pg_temp.touched`);
  await db.execute(sql`create temp table touched (customer_id bigint primary key) on commit drop`);
  const taken = await db.execute(sql`
    with taken as (
      delete from touched_customer where workspace_id = ${workspaceId} returning customer_id
    )
    insert into touched select customer_id from taken`);
  await db.execute(sql`analyze touched`);
  return taken.count;
}

/** Nothing was ever made of visits: no portrait, no cohort. */
async function nobodyCounted({ db, workspaceId }: Scope): Promise<boolean> {
  const [row] = await db.execute<{ nobody: boolean }>(sql`
    select not exists (select from portrait_day where workspace_id = ${workspaceId})
      and not exists (select from cohort where workspace_id = ${workspaceId}) as nobody`);
  return row?.nobody === true;
}

/** People whose visits are worked out together: their lines are sorted in memory. */
const TOGETHER = 100_000;

/** Everybody's visits, one stretch of people after another. Nobody has counted any, so none has moved. */
async function deriveFirst({ db, workspaceId }: Scope): Promise<DerivedVisits> {
  const taken = await db.execute(sql`delete from touched_customer where workspace_id = ${workspaceId}`);
  let visits = 0;
  let from = 0;
  for (;;) {
    const [row] = await db.execute<{ up_to: string | null }>(sql`
      select max(customer_id) as up_to from (
        select customer_id from customer where workspace_id = ${workspaceId} and customer_id >= ${from}::bigint
        order by customer_id limit ${TOGETHER}::int) stretch`);
    if (!row?.up_to) break;
    const upTo = Number(row.up_to);
    const written = await db.execute(sql`
      insert into visit (workspace_id, customer_id, day, store_id, channel,
        occasion, sale_lines, amount_minor, refund_minor, new_products, first_minute)
      select ${workspaceId}::int, v.* from (${visitsOfLines(workspaceId, { from, upTo })}) v`);
    visits += written.count;
    from = upTo + 1;
  }
  const [first] = await db
    .select({ day: sql<string | null>`min(${visit.day})::text` })
    .from(visit)
    .where(eq(visit.workspaceId, workspaceId));
  return { people: taken.count, visits, moved: 0, firstDay: first?.day ?? null };
}

/** Days that stayed as they were counted, because somebody counted in them was erased, are counted anew where rows came late (D16). */
async function recountFrom({ db, workspaceId }: Scope, firstDay: string): Promise<void> {
  await db
    .update(cohort)
    .set({ keptThrough: sql`${firstDay}::date - 1` })
    .where(and(eq(cohort.workspaceId, workspaceId), gte(cohort.keptThrough, firstDay)));
}

/** Says of the batches of purchases that they are taken in. */
async function takeIn({ db, workspaceId, now }: Scope): Promise<void> {
  await db
    .update(importBatch)
    .set({ derivedAt: now })
    .where(
      and(
        eq(importBatch.workspaceId, workspaceId),
        eq(importBatch.kind, "purchases"),
        eq(importBatch.state, "done"),
        isNull(importBatch.derivedAt),
      ),
    );
}
