import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../scope";

/** Purchases of one store in one ISO week: lines, receipts, revenue (sales, minor units); of each those without a known customer. */
export interface IdentifiedWeek {
  storeId: number;
  sourceId: number;
  week: string;
  lines: Count;
  receipts: Count;
  revenue: Count;
}

interface Count {
  all: number;
  /** With an identity that no file of customers ever named. */
  unrecognised: number;
  /** Without any identity. */
  unknown: number;
}

/**
 * The last `weeks` ISO weeks of these stores (all where null), by the source that brought them. `measured`: sources of which a file of
 * customers named somebody; elsewhere "not recognised" is not measured.
 */
export async function readIdentification(
  { db, workspaceId, today }: Scope,
  { weeks, stores }: { weeks: number; stores: number[] | null },
): Promise<{ weeks: IdentifiedWeek[]; measured: boolean }> {
  const only = stores === null ? sql`` : sql`and t.id = any(${bigints(stores)})`;
  const [file] = await db.execute<{ any: boolean }>(sql`
    select exists (select 1 from identity where workspace_id = ${workspaceId} and registered) as any`);
  const measured = file?.any ?? false;
  const nobody = measured
    ? sql`left join (
        select value_hash, bool_or(registered) as registered from identity where workspace_id = ${workspaceId} group by value_hash
      ) i on i.value_hash = p.identity_hash`
    : sql`cross join (select true as registered) i`;
  const counted = sql`
    sum(lines)::int as lines, count(*)::int as receipts, sum(revenue)::float8 as revenue`;
  const rows = await db.execute<
    Record<string, number> & { store_id: string; source_id: string; week: string; state: string }
  >(sql`
    with receipt as (
      select t.id as store_id, l.source_id, l.receipt_key, date_trunc('week', l.day::timestamp)::date as week,
        l.identity_hash, count(*) as lines,
        coalesce(sum(l.amount_minor) filter (where l.kind = 'sale' and l.amount_minor > 0), 0) as revenue
      from store t
      join purchase_line l on l.workspace_id = ${workspaceId} and l.store_id = t.id
      where t.workspace_id = ${workspaceId} ${only} and l.day <= ${today}::date
        and l.day >= date_trunc('week', ${today}::timestamp)::date - 7 * ${weeks - 1}::int
      group by t.id, l.source_id, l.receipt_key, 4, l.identity_hash
    ),
    told as (
      select p.*, case when p.identity_hash is null then 'unknown' when i.registered then 'known' else 'unrecognised' end as state
      from receipt p ${nobody}
    )
    select store_id, source_id, week, state, ${counted} from told group by 1, 2, 3, 4 order by 1, 2, 3`);
  const found = new Map<string, IdentifiedWeek>();
  for (const { store_id: store, source_id: source, week, state, lines = 0, receipts = 0, revenue = 0 } of rows) {
    const key = `${store} ${source} ${week}`;
    const none = () => ({ all: 0, unrecognised: 0, unknown: 0 });
    const row = found.get(key) ?? {
      ...{ storeId: Number(store), sourceId: Number(source), week },
      ...{ lines: none(), receipts: none(), revenue: none() },
    };
    found.set(key, row);
    for (const [count, n] of [
      [row.lines, lines],
      [row.receipts, receipts],
      [row.revenue, revenue],
    ] as const) {
      count.all += n;
      if (state === "unknown" || state === "unrecognised") count[state] += n;
    }
  }
  return { weeks: [...found.values()], measured };
}
