import { type SQL, sql } from "drizzle-orm";
import type { SegmentThresholds } from "../stats/portrait";
import { RHYTHM_GROUPS, type Rhythm, type RhythmGroup } from "./rhythm";
import { type TallyOptions, tallyAsOf } from "./tally";

export interface PortraitOptions extends TallyOptions {
  dueCap: number;
  thresholds: SegmentThresholds;
}

/** exp() that gives 0 or a very large number where PostgreSQL would raise an error. */
const bounded = (exponent: SQL) => sql`exp(greatest(-700, least(700, ${exponent})))`;

/**
 * CTEs ending in `portrait`: every person with an occasion as they were at the end of `asOf`, one row each, in one statement that
 * runs where the rows are. The closed forms are those of stats/bg-nbd-predict.ts, stats/due-time.ts and stats/portrait.ts
 * (portrait.db.test.ts holds both equal, row by row). `p_alive` and `due` are null before a model is fitted. `offset 0` keeps the
 * planner from pasting the closed forms into every place that names them: each is computed once a row.
 */
export function portraitAsOf(workspaceId: number, asOf: string, rhythm: Rhythm, options: PortraitOptions): SQL {
  return sql`${tallyAsOf(workspaceId, asOf, options)},
    fitted (group_key, r, alpha, a, b, gap) as (values ${parameterRows(rhythm)}),
    aged as (
      select t.*, f.*, (t.occasions - 1)::int as x, t.last_day - t.first_day as t_x, ${asOf}::date - t.first_day as t_total,
        ${asOf}::date - t.last_day as silent, t.n_season::float8 / greatest(t.n_365, 1) as season_share
      from tally t
      left join fitted f on f.group_key = case when t.first_in_store = t.first_day then 'store' else 'distance' end
      offset 0
    ),
    scored as (
      select *,
        case when alpha is null then null when x = 0 then 1
          else 1 / (1 + a / (b + x - 1) * ${bounded(sql`(r + x) * ln((alpha + t_total) / (alpha + t_x))`)}) end as p_alive,
        case when x = 0 then least(coalesce(gap, ${options.dueCap}::float8), ${options.dueCap}::float8)
          else least((alpha + t_x) * (${bounded(sql`1.6094379124341003 / (r + x)`)} - 1), ${options.dueCap}::float8) end
          * case when alpha is null then null else 1 end as due
      from aged
      offset 0
    ),
    ${segmented(workspaceId, asOf, options)}`;
}

/** P(at least one occasion in the next `days`), for a row of `portrait`. */
export function returnWithin(days: number): SQL {
  const forgone = bounded(sql`(r + x) * ln((alpha + t_total) / (alpha + t_total + ${days}::float8))`);
  return sql`p_alive * (1 - ${forgone})`;
}

/**
 * The first day on which someone silent counts as lost, from a row of `portrait` (D12): P(alive) has fallen under its
 * threshold, or the overdue index has passed its own, whichever comes first. The first whole day strictly beyond.
 */
export function lostOn(thresholds: SegmentThresholds): SQL {
  const odds = 1 / thresholds.lostAlive - 1;
  const gone = sql`(alpha + t_x) * ${bounded(sql`ln(${odds}::float8 * (b + x - 1) / a) / (r + x)`)} - alpha`;
  const late = sql`t_x + ${thresholds.lostIndex}::float8 * due`;
  return sql`first_day + 1 + floor(case when alpha is null then null when x = 0 then ${late} else greatest(t_x, least(${gone}, ${late})) end)::int`;
}

/** The first day on which the overdue index of someone silent is over its threshold, from a row of `portrait`. */
export function lapsingOn({ lapsingIndex }: SegmentThresholds): SQL {
  return sql`last_day + floor(${lapsingIndex}::float8 * due)::int + 1`;
}

/**
 * From a row of `portrait` drawn with `turns`: no column of it, nor its segment, comes out differently on a day after `asOf` and
 * before this one, unless rows come. Each term is a day that does not depend on `asOf`, so whoever asks on a later day before it
 * hears the same. `infinity`: never.
 */
export function nextTransitionOn(asOf: string, limits: SegmentThresholds): SQL {
  const settled = sql`segment in ('regulars', 'long_standing_loyal') and n_365 >= 4`;
  return sql`greatest(${asOf}::date + 1, least('infinity'::date,
      oldest_365 + 365,
      case when segment = 'first_time' then last_day + ${limits.firstTimeDays}::int + 1 end,
      case when segment = 'second_time' then last_day + ${limits.secondTimeDays}::int + 1 end,
      case when ${settled} and t_total < ${limits.loyalTenure}::int then first_day + ${limits.loyalTenure}::int end,
      case when ${settled} and t_total >= ${limits.loyalTenure}::int then ${asOf}::date + block_in end,
      case when segment not in ('lapsing', 'lost') then ${lapsingOn(limits)} end,
      case when segment <> 'lost' then ${lostOn(limits)} end))`;
}

function parameterRows(rhythm: Rhythm): SQL {
  const row = (key: RhythmGroup) => {
    const { parameters: p, gapQuantile } = rhythm.groups[key];
    return sql`(${key}::text, ${p?.r ?? null}::float8, ${p?.alpha ?? null}::float8, ${p?.a ?? null}::float8,
      ${p?.b ?? null}::float8, ${gapQuantile}::float8)`;
  };
  return sql.join(RHYTHM_GROUPS.map(row), sql`, `);
}

/** The nine named segments in their order (methods 7). The median gap is looked up only where it decides. */
function segmented(workspaceId: number, asOf: string, { thresholds: limits, visits }: PortraitOptions): SQL {
  return sql`
    sorted as (
      select *, case
          when silent > ${limits.lostIndex}::float8 * due or (x >= 1 and p_alive < ${limits.lostAlive}::float8) then 'lost'
          when silent > ${limits.lapsingIndex}::float8 * due then 'lapsing'
          when x = 0 and silent <= ${limits.firstTimeDays}::int then 'first_time'
          when x = 1 and silent <= ${limits.secondTimeDays}::int then 'second_time'
          when value_365 >= ${limits.bigSpenderValue}::float8 then 'big_spenders'
          when x >= 1 and n_365 >= ${limits.compulsiveOccasions}::float8 then 'compulsive?'
          when t_total >= ${limits.loyalTenure}::int and quarters = 15 then 'long_standing_loyal'
          else 'regulars' end as sorted_as
      from scored
      offset 0
    ),
    portrait as (
      select s.*, case
          when s.sorted_as <> 'compulsive?' then s.sorted_as
          when ${medianGap(workspaceId, asOf, visits)} <= ${limits.compulsiveGap}::float8 then 'compulsive'
          when s.t_total >= ${limits.loyalTenure}::int and s.quarters = 15 then 'long_standing_loyal'
          else 'regulars' end as segment
      from sorted s
    )`;
}

/** Of one row of `sorted`, from the index of visits; a CASE asks for it only where it decides. */
function medianGap(workspaceId: number, asOf: string, visits = sql`visit`): SQL {
  return sql`(
    select percentile_cont(0.5) within group (order by gap) from (
      select v.day - lag(v.day) over (order by v.day) as gap from ${visits} v
      where v.workspace_id = ${workspaceId} and v.customer_id = s.customer_id and v.occasion and v.day <= ${asOf}::date
    ) gaps)`;
}
