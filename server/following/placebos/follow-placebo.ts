import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { matchTwins } from "../../stats/twins";
import { likelyAlive, stepOf } from "../cohort/draw-portraits";
import { spillStores } from "../cohort/find-concerned";
import type { Overlap } from "../cohort/find-overlaps";
import { judgeBalance } from "../cohort/judge-balance";
import { judgeMeasurable } from "../cohort/judge-measurable";
import { readCandidates } from "../cohort/read-candidates";
import { stratify } from "../cohort/stratify";
import { lookBack, type WaveContext } from "../cohort/wave-context";
import { HORIZON } from "../settings";
import { readMembers, slicesOfMembers } from "./placebo-members";
import type { Placebo } from "./placebo-people";
import { markTouched } from "./placebo-touch";
import { type PlaceboCell, type PlaceboWeeks, placeboAlarms, placeboCells, placeboWeeks } from "./placebo-weeks";

export type PlaceboRefusal = NonNullable<ReturnType<typeof judgeMeasurable>> | "another change" | "missing days";

export interface FollowedPlacebo {
  exposed: number;
  twins: number;
  unmeasurable: PlaceboRefusal | null;
  /** By slice: `all`, segments with at least 30 people in both arms, `intense`. Empty where it says nothing. */
  weeks: Record<string, PlaceboWeeks>;
  /** The days counted that the weeks sum up. */
  cells: Record<string, PlaceboCell[]>;
  /** Days from day 0 on which an uncalibrated alarm would have rung. */
  alarms: { down: number | null; up: number | null };
  roundDays?: number;
}

const PANEL = sql`panel_visit`;

const NONE = { weeks: {}, cells: {}, alarms: { down: null, up: null } };

/** `roundDays` of a placebo change whose people's median gap is so many days. */
export type RoundsOf = (medianGap: number) => { roundDays: number; rounds: number };

export const silentPlacebo = (unmeasurable: PlaceboRefusal): FollowedPlacebo => ({
  ...{ exposed: 0, twins: 0, unmeasurable, ...NONE },
});

/**
 * One placebo change followed as a real one is: concerned, spill-over, overlaps, strata, candidates, twins, first returns and rounds.
 * Reads what findPeople(), gatherMet(), gatherVisits() and portrayDay() left; keeps nothing but temporary tables.
 */
export async function followPlacebo(
  { number, context, days }: Placebo,
  { overlaps, roundsOf }: { overlaps: readonly Overlap[]; roundsOf: RoundsOf },
): Promise<FollowedPlacebo> {
  const { scope, settings, seed } = context;
  const { db, workspace } = scope;
  await db.execute(sql`drop table if exists pg_temp.concerned, pg_temp.touched, pg_temp.spilled, pg_temp.sitter`);
  await db.execute(sql`create temp table concerned on commit drop as
    select customer_id, in_scope from found where number = ${number}::int and kept`);
  await markTouched(context, overlaps);
  const { horizonDays, medianGap } = await traitsOf(context);
  await drawSitters(context, number, horizonDays);
  const strata = await stratify(scope, overlaps);
  if (strata.cuts.size === 0) return silentPlacebo("no exposed");
  const sitters = await readCandidates(scope, strata, seed);
  const sets = matchTwins(sitters.exposed, sitters.pool, { seed, max: settings.maxTwins });
  const unmeasurable = judgeMeasurable({
    noModel: false,
    exposed: sitters.exposed.id.length,
    matched: sets.matched,
    leftOut: sitters.exposed.id.length - sets.matched,
    eligible: strata.eligible,
    twinStores: null,
    expected: { exposed: sets.matched, twins: sets.taken },
    worstBalance: Math.max(0, ...judgeBalance(sitters, sets, strata.sizes).map(({ after }) => Math.abs(after))),
  });
  const sizes = { exposed: sets.matched, twins: sets.taken };
  if (unmeasurable !== null) return { ...sizes, unmeasurable, ...NONE };
  const { roundDays, rounds } = roundsOf(medianGap);
  const follow = { days, roundDays };
  const members = await readMembers(context, { sitters, sets, days });
  const cells = Object.fromEntries(
    slicesOfMembers(members).map(([slice, own]) => [slice, placeboCells(own, follow)] as const),
  );
  const weeks = Object.fromEntries(Object.entries(cells).map(([slice, own]) => [slice, placeboWeeks(own)] as const));
  return {
    ...sizes,
    unmeasurable: null,
    roundDays,
    weeks,
    cells,
    alarms: placeboAlarms(cells.all ?? [], rounds, workspace.alpha),
  };
}

/** h* and the median gap of the placebo's own people. */
async function traitsOf(context: WaveContext): Promise<{ horizonDays: number; medianGap: number }> {
  const fit = likelyAlive(context);
  const [row] = await context.scope.db.execute<{ due: number | null; gap: number | null }>(sql`
    select percentile_cont(0.5) within group (order by due) filter (where ${fit}) as due,
      percentile_cont(0.5) within group (order by t_x::float8 / x) filter (where ${fit} and x > 0) as gap
    from portrayed join concerned using (customer_id)`);
  const horizonDays = Math.round(Math.min(HORIZON.most, Math.max(HORIZON.least, row?.due ?? HORIZON.most)));
  return { horizonDays, medianGap: row?.gap ?? 0 };
}

/** `sitter` as draw-portraits.ts makes it, of the people portrayed; concerned people who are not followed are nobody's twin. */
async function drawSitters(context: WaveContext, number: number, horizonDays: number): Promise<void> {
  const { scope, wave } = context;
  const spill = await spillStores(context, PANEL);
  const { from, to } = lookBack(wave.day0);
  await scope.db.execute(sql`
    create temp table spilled on commit drop as
    select customer_id, count(*) as spilled from ${PANEL}
    where ${spill.length > 0}::boolean and workspace_id = ${scope.workspaceId} and store_id = any(${bigints(spill)}) and occasion
      and day between ${from}::date and ${to}::date
    group by customer_id`);
  await scope.db.execute(sql`
    create temp table sitter on commit drop as
    select p.customer_id, segment, silent, n_365, t_total, value_365, products, n_season, f.in_scope, coalesce(t.bits, 0) as bits,
      ${stepOf(context, horizonDays)} as step,
      ${likelyAlive(context)} and (f.in_scope is not null or coalesce(2 * spilled < n_365, true)) as fit
    from portrayed p
    left join found f on f.customer_id = p.customer_id and f.number = ${number}::int
    left join touched t on t.customer_id = p.customer_id
    left join spilled s on s.customer_id = p.customer_id
    where coalesce(f.kept, true)`);
}
