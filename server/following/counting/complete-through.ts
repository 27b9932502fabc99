import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import type { Cohort } from "../cohort/open-cohort";
import { addDays } from "../days";
import { LOOK_BACK, WAIT } from "../settings";

export interface StoreSince {
  storeId: number;
  since: string;
}

export interface Completeness {
  /** The last day up to which every day is complete, or has been waited for, in the stores that carry the comparison. */
  through: string;
  /** The store whose data are waited for, and since when; null = none. */
  waiting: StoreSince | null;
  /** Stores silent for more than 14 days: their customers left the comparison on that day. */
  silent: StoreSince[];
  /** Days without data that were waited for in vain though the store's lines came again: nobody of it is at risk on them. */
  gaps: { storeId: number; day: string }[];
  /** The stores that carry the comparison, where they had to be looked up or are known; to be kept with the cohort. */
  carriers: number[] | null;
}

/**
 * The last complete day of a change (D9, methods 4). Only stores count that carry at least 1% of the comparison as it is frozen
 * (before it is: the scope's stores, else those with 1% of the year's lines), each as far as the sources that feed it are complete. A missing day,
 * or a source behind the others, is waited for 14 days. Then a store without lines for more than 14 days is silent; a shorter
 * gap is stepped over. All is read from the days as they are known now, so that late rows mend it.
 */
export async function completeThrough(
  scope: Scope,
  { change, rule, waves }: ChangeRule,
  found: Pick<Cohort, "carriers"> | null,
): Promise<Completeness> {
  const day0 = waves[0]?.day0 ?? scope.today;
  const known = found?.carriers ?? null;
  const plain = known === null ? await sameEverywhere(scope, day0) : null;
  if (plain !== null) return { through: plain, waiting: null, silent: [], gaps: [], carriers: null };
  const carriers = known ?? (await readCarriers(scope, { change, rule, day0 }));
  const stores = await readStores(scope, day0, carriers);
  const silent = stores.flatMap(({ storeId, silentSince: since }) => (since === null ? [] : [{ storeId, since }]));
  const waiting = stores
    .flatMap(({ storeId, silentSince, waitingSince }) =>
      silentSince === null && waitingSince !== null ? [{ storeId, since: waitingSince }] : [],
    )
    .sort((left, right) => left.since.localeCompare(right.since) || left.storeId - right.storeId);
  const newest = stores[0]?.newest ?? (await newestOf(scope));
  const first = waiting[0];
  const through = first ? addDays(first.since, -1) : newest;
  const gaps = stores.flatMap(({ storeId, silentSince, missing }) =>
    missing
      .filter((day) => day <= through && (silentSince === null || day < silentSince))
      .map((day) => ({ storeId, day })),
  );
  return { through, waiting: first ?? null, silent, gaps, carriers };
}

/** Where a store's own day is not known it is that of the source that names it. */
const fed = (today: string) =>
  sql`least(${today}::date, coalesce(t.complete_through, s.complete_through, ${today}::date))`;

/** The day through which all stores with purchases are complete, if it is one and the same and no day since day 0 is missing. */
async function sameEverywhere({ db, workspaceId, today }: Scope, day0: string): Promise<string | null> {
  const [row] = await db.execute<{ first: string | null; last: string | null; any: boolean }>(sql`
    select min(${fed(today)}) as first, max(${fed(today)}) as last, exists (
      select 1 from store_day d where d.workspace_id = ${workspaceId} and d.status = 'missing'
        and d.day between ${addDays(day0, -LOOK_BACK)}::date and ${today}::date) as any
    from store t join source s on s.workspace_id = t.workspace_id and s.id = t.source_id
    where t.workspace_id = ${workspaceId}`);
  if (!row?.last) return today;
  return row.first === row.last && !row.any ? row.last : null;
}

async function newestOf({ db, workspaceId, today }: Scope): Promise<string> {
  const [row] = await db.execute<{ last: string | null }>(sql`
    select max(${fed(today)}) as last from store t join source s on s.workspace_id = t.workspace_id and s.id = t.source_id
    where t.workspace_id = ${workspaceId}`);
  return row?.last ?? today;
}

/** Stores that carry the comparison. All members' visits of the year before are looked up. */
async function readCarriers(
  { db, workspaceId }: Scope,
  { change, rule, day0 }: Pick<ChangeRule, "change" | "rule"> & { day0: string },
): Promise<number[]> {
  const members = sql`workspace_id = ${workspaceId} and change_id = ${change.id} and revision = ${change.revision}`;
  const year = sql`between ${addDays(day0, -LOOK_BACK)}::date and ${addDays(day0, -1)}::date`;
  const named =
    rule.stores.length > 0
      ? sql`select store_id from unnest(${bigints(rule.stores)}) as named (store_id)`
      : sql`select store_id from (
          select store_id, sum(lines) / sum(sum(lines)) over () as share from store_day
          where workspace_id = ${workspaceId} and day ${year} group by store_id) sold where share >= 0.01`;
  const rows = await db.execute<{ store_id: string }>(sql`
    select store_id from (
      select v.store_id, count(*) / sum(count(*)) over () as share
      from cohort_member m join visit v using (workspace_id, customer_id)
      where ${members} and m.arm in ('exposed', 'twin') and v.sale_lines > 0 and v.day ${year}
      group by v.store_id) came where share >= 0.01
    union
    select store_id from (${named}) n where not exists (
      select 1 from cohort_member where ${members} and arm = 'twin')
    order by store_id`);
  return rows.map((row) => Number(row.store_id));
}

interface StoreState {
  storeId: number;
  newest: string;
  silentSince: string | null;
  waitingSince: string | null;
  missing: string[];
}

async function readStores({ db, workspaceId, today }: Scope, day0: string, carriers: number[]): Promise<StoreState[]> {
  const rows = await db.execute<{
    store_id: string;
    newest: string;
    silent_since: string | null;
    waiting_since: string | null;
    missing: string[] | null;
  }>(sql`
    with carrier as (
      select c.store_id, ${fed(today)} as fed, max(${fed(today)}) over () as newest
      from unnest(${bigints(carriers)}) as c (store_id)
      join store t on t.workspace_id = ${workspaceId} and t.id = c.store_id
      join source s on s.workspace_id = t.workspace_id and s.id = t.source_id
    ),
    gap as (
      select c.store_id, c.fed, c.newest, d.day, greatest(d.day, ${day0}::date) as since
      from carrier c
      join store_day d on d.workspace_id = ${workspaceId} and d.store_id = c.store_id
        and d.day between ${addDays(day0, -LOOK_BACK)}::date and c.fed and d.status = 'missing'
    ),
    silent as (
      select store_id, min(since) as since from gap g
      where since + ${WAIT}::int <= fed and not exists (
        select 1 from store_day later where later.workspace_id = ${workspaceId} and later.store_id = g.store_id
          and later.lines > 0 and later.day > g.day and later.day <= g.since + ${WAIT}::int)
      group by store_id
    ),
    late as (
      select store_id, greatest(fed + 1, ${day0}::date) as since, newest - fed > ${WAIT}::int as silent
      from carrier where fed < newest
    )
    select c.store_id, c.newest,
      least(s.since, case when l.silent then l.since end) as silent_since,
      least((select min(day) from gap g where g.store_id = c.store_id and g.day >= ${day0}::date and g.day > g.newest - ${WAIT}::int),
        case when not l.silent then l.since end) as waiting_since,
      (select array_agg(day::text order by day) from gap g where g.store_id = c.store_id and g.day >= ${day0}::date) as missing
    from carrier c left join silent s using (store_id) left join late l using (store_id)
    order by c.store_id`);
  return rows.map((row) => ({
    storeId: Number(row.store_id),
    newest: row.newest,
    silentSince: row.silent_since,
    waitingSince: row.waiting_since,
    missing: row.missing ?? [],
  }));
}
