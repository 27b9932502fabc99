import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import type { BgNbdRows } from "../stats/distinct-triples";
import { settingsOf } from "../workspaces/settings";
import { RHYTHM_GROUPS, type RhythmGroup } from "./rhythm";

/** (x, tx, T) of each group as of a day, equal ones merged with their number; left-truncated customers left out. From `rhythm_of`. */
export async function readRhythms(
  scope: Scope,
  asOf: string,
): Promise<Record<RhythmGroup, BgNbdRows & { n: Int32Array }>> {
  const { db, workspaceId } = scope;
  const rows = await db.execute<{ group_key: RhythmGroup; x: string; tx: string; t: string; n: string }>(sql`
    with begun as (select min(day) as day from visit where workspace_id = ${workspaceId}),
    triple as (
      select group_key, occasions - 1 as x, last_day - first_day as tx, ${asOf}::date - first_day as t, count(*)::int as n
      from rhythm_of, begun
      where first_day >= begun.day + ${settingsOf(scope.workspace).truncatedDays}::int
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

/** The 0.8 quantile of the gap from first to second occasion, among those who made a second one within 365 days. From `rhythm_of`. */
export async function readGapQuantiles({ db, workspaceId, workspace }: Scope): Promise<GapQuantile[]> {
  const rows = await db.execute<{ group_key: GapQuantile["group"]; n: number; quantile: number }>(sql`
    with begun as (select min(day) as day from visit where workspace_id = ${workspaceId}),
    gap as (
      select group_key, second_day - first_day as days from rhythm_of, begun
      where second_day - first_day <= 365 and first_day >= begun.day + ${settingsOf(workspace).truncatedDays}::int
    )
    select coalesce(group_key, 'all') as group_key, count(*)::int as n,
      percentile_cont(0.8) within group (order by days) as quantile
    from gap group by grouping sets ((group_key), ())
    having count(*) > 0`);
  return rows.map((row) => ({ group: row.group_key, n: row.n, quantile: row.quantile }));
}

/** Top deciles of 12-month value and occasions, among those with an occasion in the 365 days up to the day of `rhythm_of`. */
export async function readCuts({
  db,
}: Scope): Promise<{ bigSpenderValue: number | null; compulsiveOccasions: number | null }> {
  const [row] = await db.execute<{ value: number | null; occasions: number | null }>(sql`
    select percentile_disc(0.9) within group (order by year_value) as value,
      percentile_disc(0.9) within group (order by year_occasions::float8) as occasions
    from rhythm_of where year_occasions > 0`);
  return { bigSpenderValue: row?.value ?? null, compulsiveOccasions: row?.occasions ?? null };
}
