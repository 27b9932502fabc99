import { sql } from "drizzle-orm";
import { z } from "zod";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import { addDays, daysBetween, earlier } from "../days";

/** One day's sales in the changed stores or in those of the twins, minor units. */
export interface IdentifiedDay {
  changed: boolean;
  /** Days since day 0; negative before. */
  since: number;
  identified: number;
  total: number;
}

/** Days before day 0 that the share is compared with, days of one look after it, and the fewest of them. */
const BEFORE = 91;
const LOOK = 28;
const LEAST = 14;
/** Twins whose stores are looked up, and the fewest stores that their sales are read of. */
const TWINS_ASKED = 5_000;
const LEAST_STORES = 20;
/** A move of over 3 points, beyond what days differ by anyway: z as for a band looked at weekly. */
const MOVE = 0.03;
const Z = 2.9;

/**
 * Whether the share of revenue with a customer identity moved by over 3 points in the changed stores against the twins' stores,
 * in any 28 days since day 0 (methods 4): then fewer returns are seen, not fewer made. The share's standard error takes days as
 * clusters (ratio estimator).
 */
export function identificationMoved(days: readonly IdentifiedDay[], observed: number): boolean {
  for (let from = 0; from === 0 || from + LEAST <= observed; from += LOOK) {
    const within = (changed: boolean, first: number, until: number) =>
      shareOf(days.filter((day) => day.changed === changed && day.since >= first && day.since < until));
    const [a, b] = [within(true, from, from + LOOK), within(true, -BEFORE, 0)];
    const [c, d] = [within(false, from, from + LOOK), within(false, -BEFORE, 0)];
    if (a === null || b === null || c === null || d === null) continue;
    const move = a.share - b.share - (c.share - d.share);
    const error = Math.sqrt(a.variance + b.variance + c.variance + d.variance);
    if (Math.abs(move) > MOVE && Math.abs(move) > Z * error) return true;
  }
  return false;
}

function shareOf(days: readonly IdentifiedDay[]): { share: number; variance: number } | null {
  const total = days.reduce((sum, day) => sum + day.total, 0);
  if (days.length < LEAST || total <= 0) return null;
  const share = days.reduce((sum, day) => sum + day.identified, 0) / total;
  const squares = days.reduce((sum, day) => sum + (day.identified - share * day.total) ** 2, 0);
  return { share, variance: ((days.length / (days.length - 1)) * squares) / total ** 2 };
}

/** Daily sales as they were read up to a day: the stores of the twins, the batches that had come in. */
const identifiedShape = z.object({
  batches: z.object({ n: z.number(), sum: z.number(), last: z.number() }),
  stores: z.array(z.number()),
  through: z.string(),
  /** Changed store (1), days since day 0, identified, total. */
  days: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
});
type Identified = z.infer<typeof identifiedShape>;

/**
 * Asked of changes in named stores only: elsewhere both arms shop in the same ones. Days that were read before are read again from
 * the first day on that a batch since then holds; all of them where a batch was taken back, or nothing is `known`. A correction that
 * takes a line to another day counts on both until all is read again.
 */
export async function identificationChanged(
  scope: Scope,
  target: ChangeRule,
  through: string,
  known: unknown = null,
): Promise<{ moved: boolean; identified: Identified | null }> {
  const day0 = target.waves[0]?.day0;
  if (day0 === undefined || target.rule.stores.length === 0) return { moved: false, identified: null };
  const parsed = identifiedShape.safeParse(known);
  const last = parsed.success ? parsed.data : null;
  const { batches, from } = await readBatches(scope, last);
  const stores = last?.stores ?? (await readTwinStores(scope, target, day0));
  const first = last && from !== null ? earlier(from, addDays(last.through, 1)) : addDays(day0, -BEFORE);
  const kept = last?.days.filter(([, since]) => since < daysBetween(day0, first)) ?? [];
  const span = { from: [first, addDays(day0, -BEFORE)].sort()[1] ?? first, to: through };
  const days = [...kept, ...(await readSales(scope, { stores, changed: target.rule.stores, day0, ...span }))];
  const rows = days.map(([changed, since, identified, total]) => ({
    changed: changed === 1,
    since,
    identified,
    total,
  }));
  return {
    moved: identificationMoved(rows, daysBetween(day0, through) + 1),
    identified: { batches, stores, through, days },
  };
}

/** The batches that have come in, and the first day of those since; null where one of those before was taken back. */
async function readBatches({ db, workspaceId }: Scope, last: Identified | null) {
  const known = last?.batches ?? { n: 0, sum: 0, last: 0 };
  const [row] = await db.execute<{
    n: number;
    sum: number;
    last: number;
    old: number;
    old_sum: number;
    from: string | null;
  }>(sql`
    select count(*)::int as n, coalesce(sum(id), 0)::float8 as sum, coalesce(max(id), 0)::float8 as last,
      (count(*) filter (where id <= ${known.last}::bigint))::int as old,
      coalesce(sum(id) filter (where id <= ${known.last}::bigint), 0)::float8 as old_sum,
      coalesce(min(first_day) filter (where id > ${known.last}::bigint), 'infinity')::text as from
    from import_batch where workspace_id = ${workspaceId} and kind = 'purchases' and state = 'done'`);
  const batches = { n: row?.n ?? 0, sum: row?.sum ?? 0, last: row?.last ?? 0 };
  const same = row?.old === known.n && row.old_sum === known.sum;
  return { batches, from: same ? (row.from ?? null) : null };
}

/** Stores of at least 1% of the twins' visits in the days before, and at least the 20 largest: in a chain of hundreds none has 1%. */
async function readTwinStores(
  { db, workspaceId }: Scope,
  { change, rule }: ChangeRule,
  day0: string,
): Promise<number[]> {
  const rows = await db.execute<{ store_id: string }>(sql`
    with asked as (
      select customer_id from cohort_member
      where workspace_id = ${workspaceId} and change_id = ${change.id} and revision = ${change.revision} and arm = 'twin'
      order by customer_id * 2654435761 % 4294967296, customer_id limit ${TWINS_ASKED}::int
    ),
    came as (
      select v.store_id, count(*) / sum(count(*)) over () as share
      from asked cross join lateral (
        select store_id from visit
        where workspace_id = ${workspaceId} and customer_id = asked.customer_id and sale_lines > 0
          and day between ${addDays(day0, -BEFORE)}::date and ${addDays(day0, -1)}::date offset 0
      ) v
      group by v.store_id
    )
    select store_id from (
      select store_id, share, row_number() over (order by share desc, store_id) as place
      from came where store_id <> all(${bigints(rule.stores)})
    ) twins where share >= 0.01 or place <= ${LEAST_STORES}::int order by store_id`);
  return rows.map((row) => Number(row.store_id));
}

async function readSales(
  { db, workspaceId }: Scope,
  { stores, changed, day0, from, to }: { stores: number[]; changed: number[]; day0: string; from: string; to: string },
): Promise<Identified["days"]> {
  const rows = await db.execute<{ changed: number; since: number; identified: number; total: number }>(sql`
    with asked as (
      select store_id, 0 as changed from unnest(${bigints(stores)}) as twins (store_id)
      union all select store_id, 1 from unnest(${bigints(changed)}) as named (store_id)
    )
    select changed, l.day - ${day0}::date as since,
      coalesce(sum(l.amount_minor) filter (where l.identity_hash is not null), 0)::float8 as identified,
      sum(l.amount_minor)::float8 as total
    from asked join purchase_line l on l.workspace_id = ${workspaceId} and l.store_id = asked.store_id
      and l.day between ${from}::date and ${to}::date
    where l.kind = 'sale' and l.amount_minor > 0
    group by changed, l.day order by changed, l.day`);
  return rows.map((row) => [row.changed, row.since, row.identified, row.total]);
}
