import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { BgNbdRows } from "../stats/distinct-triples";
import { settingsOf } from "../workspaces/settings";
import { RHYTHM_GROUPS, type RhythmGroup } from "./rhythm";

/** (x, tx, T) of each group as of a day, equal ones merged with their number; left-truncated customers left out. */
export async function readRhythms(
  scope: Scope,
  asOf: string,
): Promise<Record<RhythmGroup, BgNbdRows & { n: Int32Array }>> {
  const { db, workspaceId } = scope;
  const rows = await db.execute<{ group_key: RhythmGroup; x: string; tx: string; t: string; n: string }>(sql`
    with tally as (
      select count(*)::int - 1 as x, max(day) - min(day) as tx, ${asOf}::date - min(day) as t, min(day) as first_day,
        min(day) filter (where channel = 'store') as first_in_store
      from visit
      where workspace_id = ${workspaceId} and occasion and day <= ${asOf}::date
      group by customer_id
    ),
    begun as (select min(day) as first_day from visit where workspace_id = ${workspaceId}),
    triple as (
      select case when t.first_in_store = t.first_day then 'store' else 'distance' end as group_key, x, tx, t, count(*)::int as n
      from tally t, begun
      where t.first_day >= begun.first_day + ${settingsOf(scope.workspace).truncatedDays}::int
      group by 1, 2, 3, 4
    )
    select group_key, string_agg(x::text, ',') as x, string_agg(tx::text, ',') as tx, string_agg(t::text, ',') as t,
      string_agg(n::text, ',') as n
    from triple group by group_key`);
  const columns = (key: RhythmGroup) => {
    const row = rows.find((each) => each.group_key === key);
    return { x: numbers(row?.x), tx: numbers(row?.tx), T: numbers(row?.t), n: numbers(row?.n) };
  };
  return Object.fromEntries(RHYTHM_GROUPS.map((key) => [key, columns(key)])) as Record<
    RhythmGroup,
    ReturnType<typeof columns>
  >;
}

/** One text per column: a million small rows through the driver cost ten times as much. */
function numbers(text: string | undefined): Int32Array {
  return text === undefined ? new Int32Array() : Int32Array.from(text.split(","), Number);
}

export interface GapQuantile {
  group: RhythmGroup | "all";
  n: number;
  /** Days. */
  quantile: number;
}

/** The 0.8 quantile of the gap from first to second occasion, among those who made a second one within 365 days. */
export async function readGapQuantiles(scope: Scope, asOf: string): Promise<GapQuantile[]> {
  const { db, workspaceId } = scope;
  const rows = await db.execute<{ group_key: GapQuantile["group"]; n: number; quantile: number }>(sql`
    with numbered as (
      select customer_id, day, channel, lead(day) over w as next_day, row_number() over w as ordinal
      from visit
      where workspace_id = ${workspaceId} and occasion and day <= ${asOf}::date
      window w as (partition by customer_id order by day)
    ),
    begun as (select min(day) as first_day from visit where workspace_id = ${workspaceId}),
    gap as (
      select case when channel = 'store' then 'store' else 'distance' end as group_key, next_day - day as days
      from numbered, begun
      where ordinal = 1 and next_day - day <= 365 and day >= begun.first_day + ${settingsOf(scope.workspace).truncatedDays}::int
    )
    select coalesce(group_key, 'all') as group_key, count(*)::int as n,
      percentile_cont(0.8) within group (order by days) as quantile
    from gap group by grouping sets ((group_key), ())
    having count(*) > 0`);
  return rows.map((row) => ({ group: row.group_key, n: row.n, quantile: row.quantile }));
}

const MOST_SPENDERS = 50_000;

/**
 * Repeat occasions with a positive amount and their mean value (minor units), of at most 50,000 customers chosen by a
 * multiplicative hash of their id (the fit's error is then far under the spread between customers). With the base's mean.
 */
export async function readSpending(scope: Scope, asOf: string): Promise<{ x: number[]; zbar: number[]; mean: number }> {
  const { db, workspaceId } = scope;
  const [row] = await db.execute<{ x: string | null; zbar: string | null; mean: number | null }>(sql`
    with begun as (
      select customer_id, min(day) as day from visit
      where workspace_id = ${workspaceId} and occasion and day <= ${asOf}::date group by customer_id
    ),
    spent as materialized (
      select v.customer_id, v.day > b.day as repeat, sum(v.amount_minor)::float8 as amount
      from visit v join begun b using (customer_id)
      where v.workspace_id = ${workspaceId} and v.day <= ${asOf}::date
      group by v.customer_id, v.day, b.day
      having bool_or(v.occasion)
    ),
    spender as (
      select customer_id, count(*) as x, avg(amount) as zbar
      from spent where repeat and amount > 0
      group by customer_id
    ),
    chosen as (select x, zbar from spender order by customer_id * 2654435761 % 4294967296, customer_id limit ${MOST_SPENDERS}::int)
    select string_agg(x::text, ',') as x, string_agg(zbar::text, ',') as zbar,
      (select avg(amount) from spent where amount > 0) as mean
    from chosen`);
  return { x: list(row?.x), zbar: list(row?.zbar), mean: row?.mean ?? 0 };
}

function list(text: string | null | undefined): number[] {
  return text ? text.split(",").map(Number) : [];
}

/** Top deciles of 12-month value and occasions, among those with an occasion in the 365 days up to `asOf`. */
export async function readCuts(
  scope: Scope,
  asOf: string,
): Promise<{ bigSpenderValue: number | null; compulsiveOccasions: number | null }> {
  const { db, workspaceId } = scope;
  const [row] = await db.execute<{ value: number | null; occasions: number | null }>(sql`
    with year as (
      select count(*) filter (where occasion)::float8 as occasions, sum(amount_minor::float8) as value
      from visit
      where workspace_id = ${workspaceId} and day > ${asOf}::date - 365 and day <= ${asOf}::date
      group by customer_id
      having bool_or(occasion)
    )
    select percentile_disc(0.9) within group (order by value) as value,
      percentile_disc(0.9) within group (order by occasions) as occasions
    from year`);
  return { bigSpenderValue: row?.value ?? null, compulsiveOccasions: row?.occasions ?? null };
}
