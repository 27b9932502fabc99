import { and, eq, gte, isNull, sql } from "drizzle-orm";
import { cohort, importBatch, visit } from "@/db/schema";
import type { Scope } from "../scope";
import { type Aside, deriveEverybody } from "./derive-everybody";
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
 * is read from purchase_line. Run under `deriveAlone`; `aside` halves the time of the first derivation.
 */
export async function deriveVisits(scope: Scope, aside?: Aside): Promise<DerivedVisits> {
  const { db, workspaceId } = scope;
  await db.execute(sql`set local work_mem = '128MB'`);
  const [known] = await db.select({ day: visit.day }).from(visit).where(eq(visit.workspaceId, workspaceId)).limit(1);
  await takeIn(scope);
  if (!known && (await nobodyCounted(scope))) return deriveFirst(scope, aside);
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

/** Everybody's visits; nobody has counted any, so none has moved. */
async function deriveFirst(scope: Scope, aside: Aside | undefined): Promise<DerivedVisits> {
  const { db, workspaceId } = scope;
  const taken = await db.execute(sql`delete from touched_customer where workspace_id = ${workspaceId}`);
  const visits = await deriveEverybody(scope, aside);
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
