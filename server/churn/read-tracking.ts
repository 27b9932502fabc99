import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { expectedOccasions } from "../stats/bg-nbd-predict";
import { settingsOf } from "../workspaces/settings";
import { addDays, daysBetween } from "./days";
import { gatherRhythms } from "./gather-rhythms";
import { keepTracking, lastTracking } from "./model-readings";
import { readRhythms } from "./read-rhythms";
import { RHYTHM_GROUPS, type Rhythm, type RhythmGroup } from "./rhythm";
import { rhythmAsOf } from "./rhythm-as-of";
import type { TrackingParts } from "./schema";
import { type Births, promisedWeeks } from "./track-weeks";

/** Days between two days on which the past is split; so long the fit made for one serves. */
const SPLIT = 91;
/** Days held out, where there are so many; at least the second. */
const HOLD_OUT = { wanted: 273, least: 56 };
/** Read again after this many days. */
const AGAIN = 28;

/**
 * Repeat occasions promised against kept: the base first seen up to a day, the model fitted on it up to that day and on nothing
 * later, and what came in the weeks after it, which were held out. Kept as a reading; one of the last four weeks stands.
 */
export async function readTracking(scope: Scope): Promise<TrackingParts> {
  const before = await lastTracking(scope);
  const span = await splitOf(scope);
  const same = before?.parts.kind === "read" && before.parts.splitOn === span?.splitOn;
  if (before && same && daysBetween(before.asOf, scope.today) < AGAIN) return before.parts;
  const parts: TrackingParts = span === null ? { kind: "cannot say", why: "too short" } : await partsOf(scope, span);
  await keepTracking(scope, parts);
  return parts;
}

interface Span {
  from: string;
  splitOn: string;
}

/** The last split day, a whole number of quarters after the first that is fitted, that leaves enough days after it. */
async function splitOf({ db, workspaceId, workspace, today }: Scope): Promise<Span | null> {
  const [row] = await db.execute<{ first: string | null }>(sql`
    select min(day)::text as first from visit where workspace_id = ${workspaceId}`);
  if (!row?.first) return null;
  const from = addDays(row.first, settingsOf(workspace).truncatedDays);
  const days = daysBetween(from, today) + 1;
  const quarters = (held: number) => Math.floor((days - held) / SPLIT);
  const count = quarters(HOLD_OUT.wanted) >= 2 ? quarters(HOLD_OUT.wanted) : Math.min(2, quarters(HOLD_OUT.least));
  return count < 2 ? null : { from, splitOn: addDays(from, SPLIT * count - 1) };
}

async function partsOf(scope: Scope, { from, splitOn }: Span): Promise<TrackingParts> {
  const rhythm = await rhythmAsOf(scope, splitOn);
  if (rhythm.refusal !== null) return { kind: "cannot say", why: "no rhythm" };
  const weeks = Math.floor((daysBetween(from, scope.today) + 1) / 7);
  const { births, repeats } = await readCohort(scope, from, splitOn);
  const groups = RHYTHM_GROUPS.flatMap((key) => {
    const { parameters } = rhythm.groups[key];
    return parameters ? [{ parameters, births: births[key] }] : [];
  });
  const promised = promisedWeeks(groups, weeks);
  const seen = (daysBetween(from, splitOn) + 1) / 7;
  const sum = (values: readonly number[]) => values.slice(seen, weeks).reduce((all, value) => all + value, 0);
  const kept = promised.map((_, week) => repeats.get(week) ?? 0);
  const days = 7 * (weeks - seen);
  return {
    ...{ kind: "read", from, splitOn },
    people: RHYTHM_GROUPS.reduce((all, key) => all + births[key].reduce((n, one) => n + one.n, 0), 0),
    weeks: promised.map((value, week) => ({ promised: value, kept: kept[week] ?? 0 })),
    holdOut: {
      days,
      promised: sum(promised),
      promisedEach: await promisedEach(scope, rhythm, splitOn, days),
      kept: sum(kept),
    },
  };
}

/** First occasions by day and group, and repeat occasions by week, of whoever was first seen on the days [from, splitOn]. */
async function readCohort({ db, workspaceId, today }: Scope, from: string, splitOn: string) {
  const rows = await db.execute<{ what: RhythmGroup | "repeats"; at: number; n: number }>(sql`
    with begun as materialized (
      select customer_id, min(day) as day, min(day) filter (where channel = 'store') as in_store
      from visit where workspace_id = ${workspaceId} and occasion group by customer_id
      having min(day) between ${from}::date and ${splitOn}::date
    )
    select case when in_store = day then 'store' else 'distance' end as what, day - ${from}::date as at, count(*)::int as n
    from begun group by 1, 2
    union all
    select 'repeats', (v.day - ${from}::date) / 7, count(*)::int
    from visit v join begun b using (customer_id)
    where v.workspace_id = ${workspaceId} and v.occasion and v.day > b.day and v.day <= ${today}::date
    group by 2`);
  const of = (what: RhythmGroup): Births[] =>
    rows.flatMap((row) => (row.what === what ? [{ day: row.at, n: row.n }] : []));
  const births: Record<RhythmGroup, Births[]> = { store: of("store"), distance: of("distance") };
  return { births, repeats: new Map(rows.filter(({ what }) => what === "repeats").map(({ at, n }) => [at, n])) };
}

/** The sum over people of what each was promised for the days after the split, knowing what they had done by then. */
async function promisedEach(scope: Scope, rhythm: Rhythm, splitOn: string, days: number): Promise<number> {
  await gatherRhythms(scope, splitOn);
  const triples = await readRhythms(scope, splitOn);
  let sum = 0;
  for (const key of RHYTHM_GROUPS) {
    const { parameters } = rhythm.groups[key];
    const { x, tx, T, n } = triples[key];
    if (!parameters) continue;
    for (let i = 0; i < n.length; i += 1) {
      sum += (n[i] ?? 0) * expectedOccasions(parameters, x[i] ?? 0, tx[i] ?? 0, T[i] ?? 0, days);
    }
  }
  return sum;
}
