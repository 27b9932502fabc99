import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../scope";
import { type MatchedSets, matchTwins } from "../stats/twins";
import { addDays } from "./days";
import { likelyAlive, stepOf } from "./draw-portraits";
import { spillStores } from "./find-concerned";
import { judgeBalance } from "./judge-balance";
import { judgeMeasurable } from "./judge-measurable";
import type { PlaceboOfDay } from "./placebo-people";
import { touchedBy } from "./placebo-touch";
import {
  type FollowDays,
  type PlaceboCell,
  type PlaceboMember,
  type PlaceboWeeks,
  placeboAlarms,
  placeboCells,
  placeboWeeks,
} from "./placebo-weeks";
import { readCandidates, type Sitters } from "./read-candidates";
import { HORIZON, INTENSE, LEAST_RETURNS } from "./settings";
import { readStratum, stratify } from "./stratify";
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
    slicesOf(members).map(([slice, own]) => [slice, placeboCells(own, follow)] as const),
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

interface Member extends PlaceboMember {
  segment: string;
  intense: boolean;
}

interface Matched {
  sitters: Sitters;
  sets: MatchedSets;
  days: number;
}

/** Matched exposed and their twins, with the days from day 0 on which they came. */
async function readMembers({ scope, wave }: WaveContext, { sitters, sets, days }: Matched): Promise<Member[]> {
  const intense = await readIntense(scope);
  const ids: number[] = [];
  const members: (Member & { days: number[] })[] = [];
  const add = (id: number, stratum: number, exposed: boolean, keen: boolean) => {
    ids.push(id);
    members.push({ exposed, stratum, days: [], segment: readStratum(stratum).segment, intense: keen });
  };
  for (let i = 0; i < sitters.exposed.id.length; i += 1) {
    const count = sets.count[i] ?? 0;
    if (count === 0) continue;
    const [own, stratum] = [sitters.exposed.id[i] ?? 0, sitters.exposed.stratum[i] ?? 0];
    add(own, stratum, true, intense.has(own));
    for (let k = 0; k < count; k += 1)
      add(sitters.pool.id[sets.twins[i * sets.max + k] ?? 0] ?? 0, stratum, false, intense.has(own));
  }
  const [row] = await scope.db.execute<{ packed: Uint8Array | null }>(sql`
    select string_agg(int4send((place - 1)::int) || int2send((v.day - ${wave.day0}::date)::smallint), ''::bytea order by v.day) as packed
    from unnest(${bigints(ids)}) with ordinality as m (customer_id, place)
    join visit v on v.workspace_id = ${scope.workspaceId} and v.customer_id = m.customer_id
    where v.occasion and v.day between ${wave.day0}::date and ${addDays(wave.day0, days - 1)}::date`);
  if (row?.packed) {
    const view = new DataView(row.packed.buffer, row.packed.byteOffset, row.packed.byteLength);
    for (let at = 0; at < row.packed.byteLength; at += 6) members[view.getInt32(at)]?.days.push(view.getInt16(at + 4));
  }
  return members;
}

async function readIntense({ db }: Scope): Promise<Set<number>> {
  const rows = await db.execute<{ customer_id: string }>(
    sql`select customer_id from sitter where in_scope::float8 / n_365 >= ${INTENSE}::float8`,
  );
  return new Set(rows.map((row) => Number(row.customer_id)));
}

function slicesOf(members: readonly Member[]): [string, Member[]][] {
  const segments = [...new Set(members.map(({ segment }) => segment))].sort();
  const parts: [string, Member[]][] = [
    ...segments.map((name): [string, Member[]] => [
      `segment:${name}`,
      members.filter(({ segment }) => segment === name),
    ]),
    ["intense", members.filter(({ intense }) => intense)],
  ];
  const enough = (own: readonly Member[]) => {
    const exposed = own.filter((member) => member.exposed).length;
    return Math.min(exposed, own.length - exposed) >= LEAST_RETURNS;
  };
  return [["all", [...members]], ...parts.filter(([, own]) => enough(own))];
}
