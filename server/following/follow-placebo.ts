import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { matchTwins } from "../stats/twins";
import { likelyAlive, stepOf } from "./draw-portraits";
import { spillStores } from "./find-concerned";
import { judgeBalance } from "./judge-balance";
import { judgeMeasurable } from "./judge-measurable";
import { readMembers, slicesOfMembers } from "./placebo-members";
import type { PlaceboOfDay } from "./placebo-people";
import { touchedBy } from "./placebo-touch";
import {
  type FollowDays,
  type PlaceboCell,
  type PlaceboWeeks,
  placeboAlarms,
  placeboCells,
  placeboWeeks,
} from "./placebo-weeks";
import { readCandidates } from "./read-candidates";
import { HORIZON } from "./settings";
import { stratify } from "./stratify";
import { lookBack, type WaveContext } from "./wave-context";

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
}

const NONE = { weeks: {}, cells: {}, alarms: { down: null, up: null } };

/**
 * One placebo change followed as a real one is: concerned, spill-over, overlaps, strata, candidates, twins, first returns and rounds.
 * Reads what portrayDay() and gatherMet() left; keeps nothing but temporary tables.
 */
export async function followPlacebo(
  { number, context }: PlaceboOfDay,
  { met, follow, rounds }: { met: boolean; follow: FollowDays; rounds: number },
): Promise<FollowedPlacebo> {
  const { scope, settings, seed } = context;
  const { db, workspace } = scope;
  await db.execute(sql`drop table if exists pg_temp.concerned, pg_temp.touched, pg_temp.spilled, pg_temp.sitter`);
  await db.execute(sql`create temp table concerned on commit drop as
    select customer_id, in_scope from found where number = ${number}::int and kept`);
  const overlaps = await touchedBy(context, met);
  if (overlaps === null) return { exposed: 0, twins: 0, unmeasurable: "another change", ...NONE };
  await drawSitters(context, number, await horizonOf(context));
  const strata = await stratify(scope, overlaps);
  const refused = (unmeasurable: PlaceboRefusal) => ({ exposed: 0, twins: 0, unmeasurable, ...NONE });
  if (strata.cuts.size === 0) return refused("no exposed");
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
  const members = await readMembers(context, { sitters, sets, days: follow.days });
  const cells = Object.fromEntries(
    slicesOfMembers(members).map(([slice, own]) => [slice, placeboCells(own, follow)] as const),
  );
  const weeks = Object.fromEntries(Object.entries(cells).map(([slice, own]) => [slice, placeboWeeks(own)] as const));
  return {
    ...sizes,
    unmeasurable: null,
    weeks,
    cells,
    alarms: placeboAlarms(cells.all ?? [], rounds, workspace.alpha),
  };
}

/** h* of the placebo's own people. */
async function horizonOf(context: WaveContext): Promise<number> {
  const [row] = await context.scope.db.execute<{ due: number | null }>(sql`
    select percentile_cont(0.5) within group (order by due) filter (where ${likelyAlive(context)}) as due
    from portrayed join concerned using (customer_id)`);
  return Math.round(Math.min(HORIZON.most, Math.max(HORIZON.least, row?.due ?? HORIZON.most)));
}

/** `sitter` as draw-portraits.ts makes it, of the people portrayed; concerned people who are not followed are nobody's twin. */
async function drawSitters(context: WaveContext, number: number, horizonDays: number): Promise<void> {
  const { scope, wave } = context;
  const spill = await spillStores(context);
  const { from, to } = lookBack(wave.day0);
  await scope.db.execute(sql`
    create temp table spilled on commit drop as
    select customer_id, count(*) as spilled from visit
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
