import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { change, cohort, cohortMember, store } from "@/db/schema";
import { erasedSince } from "../customers/queries";
import type { Scope } from "../scope";
import { changeRule } from "./change-rule";
import { type Cohort, findCohort, wasSampled, wavesOf } from "./cohort/open-cohort";
import { type Completeness, completeThrough } from "./counting/complete-through";
import { laterOf } from "./counting/splits";
import { daysBetween } from "./days";
import { calibrationOf, isCalibrated } from "./monitors/calibration-of";
import { evidenceOf } from "./monitors/evidence-of";
import { hidePlaces } from "./pages/hide-places";
import { type MissingData, missingData } from "./pages/missing-data";
import { segmentSizes } from "./pages/segment-sizes";
import { placebosOf } from "./placebos/placebos-of";
import { type NightReadings, readNights } from "./reading/read-readings";
import { readVerbatims } from "./reading/read-verbatims";
import type { Slice } from "./schema";

export { evidenceMoved } from "./monitors/evidence-of";
export { monitorAsOf } from "./monitors/monitor-as-of";
export { breakdownOf } from "./pages/breakdown-of";
export { homeOf } from "./pages/home-of";
export { scopeTouch } from "./pre-flight/scope-touch";

/** What the page of a change shows of its following. Shares 0-1, money in minor units, days ISO. */
export async function followingOf(scope: Scope, changeId: number) {
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  const day0 = target.waves[0]?.day0 ?? null;
  const data = await completeThrough(scope, target, found);
  if (found === null) return { kind: "not yet" as const, day0, waitingFor: waitingFor(day0, data, scope.today) };
  const night = (await readNights(scope, [changeId])).get(changeId);
  if (!night) return { kind: "not yet" as const, day0, waitingFor: "reading" as const };
  const few = tooFew(scope, found.counts.exposed ?? 0);
  const where = few ? null : night.get("where");
  return {
    kind: "read" as const,
    asOf: night.asOf,
    day0: found.day0,
    daysSince: daysBetween(found.day0, night.asOf) + 1,
    waves: target.waves,
    ...(await missingData(scope, target, data)),
    verdict: night.get("verdict"),
    followRate: few ? null : night.get("follow_rate"),
    cameBack: few ? [] : (night.get("came_back")?.points ?? []),
    evidence: await evidenceOf(scope, found, night.asOf),
    where: where && hidePlaces(where, scope.workspace.minGroup),
    who: few ? [] : await whoOf(scope, found, night),
    nps: night.get("nps"),
    shift: few ? null : night.get("shift"),
    returnTime: few ? null : night.get("return_time"),
    verbatims: await readVerbatims(scope, target, night.asOf),
    erased: await erasedSince(scope, { from: found.day0, to: night.asOf, since: found.frozenAt }),
    how: await howOf(scope, found),
  };
}

/** Whether so many people are too few to be told of. */
function tooFew({ workspace }: Scope, n: number): boolean {
  return n > 0 && n < workspace.minGroup;
}

/** What a change waits for, and whose customers left it. */
export async function missingOf(scope: Scope, changeId: number): Promise<MissingData> {
  const target = await changeRule(scope, changeId);
  return missingData(scope, target, await completeThrough(scope, target, await findCohort(scope, target)));
}

function waitingFor(day0: string | null, data: Completeness, today: string): "day" | "day 0" | "data" | "reading" {
  if (day0 === null) return "day";
  if (day0 > today) return "day 0";
  return day0 > data.through ? "data" : "reading";
}

/** The segments of day 0 with their own rate and verdict, small ones hidden; then those who come mostly here, where not everybody does. */
async function whoOf(scope: Scope, found: Cohort, night: NightReadings) {
  const segments = segmentSizes(night, scope.workspace.minGroup)
    .map(({ slice, n, hidden }) => {
      const segment = segmentName(slice);
      const parts = night.get("follow_rate", slice);
      if (hidden || parts === null) return { segment, hidden: true as const };
      const { rate, revenueAtRisk } = parts;
      return { segment, hidden: false as const, n, rate, revenueAtRisk, verdict: night.get("verdict", slice) };
    })
    .sort((left, right) => ratioOf(left) - ratioOf(right));
  const verdict = night.get("verdict", "intense");
  if (verdict === null) return segments;
  const n = await countIntense(scope, found);
  const rest = (found.counts.matched ?? 0) - n;
  const segment = "intense";
  if (rest === 0) return segments;
  if (n < scope.workspace.minGroup || tooFew(scope, rest)) return [...segments, { segment, hidden: true as const }];
  const rate = { kind: "cannot say" as const, need: 0, have: 0, why: "watched only" };
  return [...segments, { segment, hidden: false as const, n, rate, revenueAtRisk: null, verdict }];
}

/** Matched concerned who made at least half of their occasions in the scope. */
async function countIntense(scope: Scope, { changeId, revision }: Cohort): Promise<number> {
  const [row] = await scope.db
    .select({ n: sql<number>`count(*)::int` })
    .from(cohortMember)
    .where(
      and(
        eq(cohortMember.workspaceId, scope.workspaceId),
        eq(cohortMember.changeId, changeId),
        eq(cohortMember.revision, revision),
        eq(cohortMember.arm, "exposed"),
        eq(cohortMember.intense, true),
      ),
    );
  return row?.n ?? 0;
}

function ratioOf(
  row: { hidden: true } | { hidden: false; rate: { kind: string; ratio?: number; shown?: boolean } },
): number {
  return row.hidden || !row.rate.shown ? Number.POSITIVE_INFINITY : (row.rate.ratio ?? Number.POSITIVE_INFINITY);
}

export function segmentName(slice: Exclude<Slice, "all">): string {
  return slice.replace("segment:", "");
}

/** What "How do we know?" opens. exposed = matched + left out + apart. */
async function howOf(scope: Scope, found: Cohort) {
  const waves = wavesOf(found);
  const overlaps = waves.flatMap((wave) => wave.overlaps.map((overlap) => ({ ...overlap, wave: wave.wave })));
  const later = laterOf(found);
  const titles = await titlesOf(scope, [
    ...new Set([...overlaps, ...(later?.changes ?? [])].map((one) => one.changeId)),
  ]);
  const spill = await storeNames(scope, [...new Set(waves.flatMap((wave) => wave.spill))]);
  return {
    counts: tooFew(scope, found.counts.exposed ?? 0) ? {} : found.counts,
    /** Twins whom a later wave reached. */
    reached: await countReached(scope, found),
    balance: found.balance,
    unmeasurable: found.unmeasurable,
    alarmFrom: found.alarmFrom,
    /** Recorded after day 0: earlier days serve estimates only. */
    foundAfterwards: found.alarmFrom > found.day0,
    horizonDays: found.horizonDays,
    roundDays: found.roundDays,
    strata: found.strata.length,
    seed: found.seed,
    frozenAt: found.frozenAt,
    overlaps: overlaps.map((overlap) => ({ ...overlap, title: titles.get(overlap.changeId) ?? "" })),
    later: (later?.changes ?? []).map(({ changeId, from, exposed, twins, place }) => {
      const apart = place !== null && (later?.alone == null || from < later.alone.from);
      return { changeId, from, exposed, twins, apart, title: titles.get(changeId) ?? "" };
    }),
    spillStores: spill,
    models: waves.map(({ wave, day0, rhythm }) => ({
      wave,
      day0,
      fittedOn: rhythm.fittedOn,
      groups: rhythm.groups,
      value: rhythm.value,
      refusal: rhythm.refusal,
    })),
    sampled: wasSampled(found),
    expected: found.diagnostics.expected as { exposed: number; twins: number },
    alpha: scope.workspace.alpha,
    calibrated: isCalibrated(calibrationOf(found, "all")),
    placebos: await placebosOf(scope, found),
  };
}

async function countReached(scope: Scope, { changeId, revision }: Cohort): Promise<number> {
  const [row] = await scope.db
    .select({ n: sql<number>`count(*)::int` })
    .from(cohortMember)
    .where(
      and(
        eq(cohortMember.workspaceId, scope.workspaceId),
        eq(cohortMember.changeId, changeId),
        eq(cohortMember.revision, revision),
        eq(cohortMember.arm, "twin"),
        isNotNull(cohortMember.censoredOn),
      ),
    );
  return row?.n ?? 0;
}

async function titlesOf(scope: Scope, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await scope.db
    .select({ id: change.id, title: change.title })
    .from(change)
    .where(and(eq(change.workspaceId, scope.workspaceId), inArray(change.id, ids)));
  return new Map(rows.map((row) => [row.id, row.title]));
}

async function storeNames(scope: Scope, ids: number[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await scope.db
    .select({ name: store.name })
    .from(store)
    .where(and(eq(store.workspaceId, scope.workspaceId), inArray(store.id, ids)))
    .orderBy(store.name);
  return rows.map((row) => row.name);
}

/** The verdict and the rate of each of these changes, for lists, calendars and lanes; no figures where too few are concerned. */
export async function verdictsOf(scope: Scope, changeIds: readonly number[]) {
  const nights = await readNights(scope, changeIds, ["verdict", "follow_rate"]);
  const cohorts = await scope.db
    .select({ changeId: cohort.changeId, counts: cohort.counts, revision: cohort.revision })
    .from(cohort)
    .where(and(eq(cohort.workspaceId, scope.workspaceId), inArray(cohort.changeId, [...changeIds, 0])))
    .orderBy(cohort.revision);
  const exposed = new Map(cohorts.map((row) => [row.changeId, row.counts.exposed ?? 0]));
  return changeIds.map((changeId) => {
    const night = nights.get(changeId);
    const n = exposed.get(changeId) ?? null;
    const few = n !== null && tooFew(scope, n);
    return {
      changeId,
      asOf: night?.asOf ?? null,
      exposed: few ? null : n,
      verdict: night?.get("verdict") ?? null,
      followRate: few ? null : (night?.get("follow_rate") ?? null),
    };
  });
}
