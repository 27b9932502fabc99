import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { changesOfThirteenWeeks } from "../changes/queries";
import { linesAreSampled } from "../churn/queries";
import type { Scope } from "../scope";
import { NAMED_SEGMENTS, type NamedSegment } from "../stats/portrait";
import { addDays } from "./days";
import { hideSmall } from "./hide-small";
import { readDrift } from "./keep-drift";
import { type NightReadings, readNights } from "./read-readings";
import type { PartsOf, Rate } from "./schema";
import { segmentSizes } from "./segment-sizes";

interface Watched {
  id: number;
  title: string;
  night: NightReadings;
}

/** What home shows of the following: segments, summary, changes of 13 weeks, weekly returns. Money in minor units a year. */
export async function homeOf(scope: Scope) {
  const watched = await readWatched(scope);
  const sizes = await readSizes(scope);
  const sampled = await linesAreSampled(scope);
  const hidden = hideSmall(
    NAMED_SEGMENTS.map((segment) => sizes.get(segment) ?? 0),
    scope.workspace.minGroup,
  );
  const segments = NAMED_SEGMENTS.map((segment, i) => ({
    segment,
    /** Null = hidden, under the minimum group. */
    n: hidden[i] ? null : (sizes.get(segment) ?? 0),
    measured: isMeasured(segment, sampled),
    worst: worstOf(scope, watched, segment),
  }));
  const stopped = watched.filter(({ night }) => stands(night.get("verdict")));
  return {
    asOf: scope.today,
    /** A source is a sample of lines: how often people come cannot be read. */
    sampled,
    segments,
    summary: {
      /** Changes on tonight's list, what is most at stake first. */
      changes: stopped
        .map(({ id, title, night }) => ({
          id,
          title,
          sinceOn: night.get("verdict")?.alarm?.sinceOn ?? null,
          atRisk: riskOf(night),
        }))
        .sort((left, right) => right.atRisk - left.atRisk),
      stoppedSegments: segments
        .filter(({ worst }) => worst !== null && stands(worst.verdict))
        .map(({ segment }) => segment),
      measuredSegments: segments.filter(({ worst }) => worst?.rate.shown).length,
      watched: watched.length,
      /** The alarm of one of them is not calibrated. */
      uncalibrated: stopped.some(({ night }) => night.get("verdict")?.calibrated === false),
      ...(await lostOnce(scope, stopped)),
    },
    changes: await lanes(scope),
    weeks: sumWeeks(scope, watched),
    next: nextOf(watched),
    unexplained: await unexplained(scope, segments),
  };
}

/** Segments that come less than expected though no change under watch says why; small ones are not said. In no count, no alert. */
async function unexplained(
  scope: Scope,
  segments: readonly { segment: NamedSegment; n: number | null; worst: ReturnType<typeof worstOf> }[],
) {
  const drifts = await readDrift(scope);
  return drifts.flatMap(({ segment, from, to, said }) => {
    const own = segments.find((each) => each.segment === segment);
    if (said.kind !== "drift" || !own || own.n === null) return [];
    if (own.worst?.verdict?.word === "stopped following" || own.worst?.verdict?.word === "drifting") return [];
    return [{ segment, from, to, ratio: said.ratio, lower: said.usual.lower, k: said.k }];
  });
}

/** Changes whose present revision has a cohort and whose monitors are open, with their latest readings. */
async function readWatched(scope: Scope): Promise<Watched[]> {
  const rows = await scope.db.execute<{ id: string; title: string }>(sql`
    select c.id, c.title from change c
    join cohort k on k.workspace_id = c.workspace_id and k.change_id = c.id and k.revision = c.revision
    where c.workspace_id = ${scope.workspaceId} and c.state in ('live', 'ended') and not exists (
      select 1 from monitor m where m.workspace_id = c.workspace_id and m.change_id = c.id and m.revision = c.revision
        and m.slice = 'all' and m.closed_on <= ${scope.today}::date)
    order by k.day0, c.id`);
  const nights = await readNights(
    scope,
    rows.map((row) => Number(row.id)),
    ["verdict", "follow_rate", "weeks", "where"],
  );
  return rows.flatMap(({ id, title }) => {
    const night = nights.get(Number(id));
    return night ? [{ id: Number(id), title, night }] : [];
  });
}

const WITHOUT_RHYTHM: readonly NamedSegment[] = ["big_spenders", "long_standing_loyal", "regulars"];

/** No visit data are kept yet: window shoppers are not measured. A sample of lines says only who spends and who stays. */
function isMeasured(segment: NamedSegment, sampled: boolean): boolean {
  return sampled ? WITHOUT_RHYTHM.includes(segment) : segment !== "window_shoppers";
}

async function readSizes(scope: Scope): Promise<Map<string, number>> {
  const rows = await scope.db.execute<{ segment: string; n: number }>(sql`
    select segment, count(*)::int as n from customer_state where workspace_id = ${scope.workspaceId} group by segment`);
  return new Map(rows.map((row) => [row.segment, row.n]));
}

/** The change that costs a segment most (product, home). */
function worstOf(scope: Scope, watched: readonly Watched[], segment: NamedSegment) {
  const rows = watched.flatMap(({ id, title, night }) => {
    const parts = night.get("follow_rate", `segment:${segment}`);
    const size = segmentSizes(night, scope.workspace.minGroup).find(({ slice }) => slice === `segment:${segment}`);
    if (parts?.rate.kind !== "rate" || size === undefined || size.hidden) return [];
    return [
      {
        changeId: id,
        title,
        rate: parts.rate,
        atRisk: parts.revenueAtRisk,
        verdict: night.get("verdict", `segment:${segment}`),
      },
    ];
  });
  return costsMost(rows);
}

interface Cost {
  rate: Pick<Rate, "shown"> & { missing: Pick<Rate["missing"], "value"> };
  verdict: Pick<PartsOf<"verdict">, "word"> | null;
}

/** An alarm that stands before what is not proven, a rate that may be shown before others, then the most missing returns. */
export function costsMost<T extends Cost>(rows: readonly T[]): T | null {
  const order = (one: T) => [Number(stands(one.verdict)), Number(one.rate.shown), one.rate.missing.value] as const;
  const first = (left: T, right: T) => {
    const [stood, shown, missing] = order(left);
    const [otherStood, otherShown, otherMissing] = order(right);
    return otherStood - stood || otherShown - shown || otherMissing - missing;
  };
  return [...rows].sort(first)[0] ?? null;
}

function stands(said: Pick<PartsOf<"verdict">, "word"> | null): boolean {
  return said?.word === "stopped following";
}

function riskOf(night: NightReadings): number {
  return night.get("follow_rate")?.revenueAtRisk?.value ?? 0;
}

/** Lost followers and money of the listed changes; somebody whom several touched counts once, so both are scaled alike. */
async function lostOnce(
  scope: Scope,
  stopped: readonly Watched[],
): Promise<{ lost: number; atRiskMinor: number; late: boolean }> {
  if (stopped.length === 0) return { lost: 0, atRiskMinor: 0, late: false };
  const [row] = await scope.db.execute<{ people: number; memberships: number }>(sql`
    select count(distinct m.customer_id)::int as people, count(*)::int as memberships
    from cohort_member m join change c on c.workspace_id = m.workspace_id and c.id = m.change_id and c.revision = m.revision
    where m.workspace_id = ${scope.workspaceId} and m.arm = 'exposed' and m.change_id = any(${bigints(stopped.map(({ id }) => id))})`);
  const once = row && row.memberships > 0 ? row.people / row.memberships : 1;
  const figures = stopped.map(({ night }) => night.get("follow_rate"));
  const lost = figures.reduce((sum, parts) => sum + (parts?.lostFollowers?.value ?? 0), 0);
  const atRisk = figures.reduce((sum, parts) => sum + (parts?.revenueAtRisk?.value ?? 0), 0);
  return {
    lost: Math.max(0, Math.round(lost * once)),
    atRiskMinor: Math.max(0, Math.round(atRisk * once)),
    late: figures.every((parts) => parts?.stretch.kind !== "round"),
  };
}

async function lanes(scope: Scope) {
  const changes = await changesOfThirteenWeeks(scope);
  const nights = await readNights(
    scope,
    changes.map(({ id }) => id),
    ["verdict", "follow_rate"],
  );
  return changes.map((found) => ({
    id: found.id,
    title: found.title,
    moved: found.moved,
    kind: found.kind,
    state: found.state,
    startOn: found.startActual ?? found.startPlanned ?? found.recordedOn,
    verdict: nights.get(found.id)?.get("verdict") ?? null,
  }));
}

/** Weekly returns of everybody touched by a watched change, and those that twins predict, over 13 weeks. */
function sumWeeks(scope: Scope, watched: readonly Watched[]) {
  const sums = new Map<string, { observed: number; expected: number }>();
  const first = addDays(scope.today, -91);
  for (const { night } of watched) {
    for (const { week, observed, expected } of night.get("weeks")?.weeks ?? []) {
      if (week < first) continue;
      const sum = sums.get(week) ?? { observed: 0, expected: 0 };
      sums.set(week, { observed: sum.observed + observed, expected: sum.expected + expected });
    }
  }
  return [...sums]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([week, sum]) => ({ week, ...sum, complete: addDays(week, 6) <= scope.today }));
}

/** What to look at next, ranked by what is at stake; then what is still too early, the nearest answer first. */
function nextOf(watched: readonly Watched[]) {
  return watched
    .flatMap(({ id, title, night }) => {
      const said = night.get("verdict");
      if (said === null || said.word === "they follow" || said.word === "not measurable") return [];
      return [{ id, title, verdict: said, atRiskMinor: Math.max(0, riskOf(night)) }];
    })
    .sort(
      (left, right) =>
        Number(stands(right.verdict)) - Number(stands(left.verdict)) || right.atRiskMinor - left.atRiskMinor,
    )
    .slice(0, 3);
}
