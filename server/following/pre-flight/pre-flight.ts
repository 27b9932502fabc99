import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { inForceOn, keptModels } from "../../churn/queries";
import { isSampled } from "../../churn/rhythm";
import type { Scope } from "../../scope";
import { NAMED_SEGMENTS } from "../../stats/portrait";
import { type PowerOptions, smallestLoss } from "../../stats/power";
import { settingsOf } from "../../workspaces/settings";
import type { ScopeRule } from "../change-rule";
import { judgeMeasurable } from "../cohort/judge-measurable";
import type { Stretch } from "../cohort/occasions-in-scope";
import { expectCalibration } from "./expect-calibration";
import type { Outlook } from "./outlook";
import { countTwinStores, type Placed, planTwins, spilledOver, spillOf, type TwinPlan } from "./plan-twins";
import { powerOfCohort } from "./power-of-cohort";
import { foreseeOverlaps } from "./pre-flight-overlaps";
import { type Sample, type Sitter, sampleTouched } from "./sample-touched";

/** The first shops stand alone for so long before the others change, weeks. */
const PILOT_WEEKS = 13;
/** Every second of the shops first, or every third, ... */
const PARTS = [2, 3, 4, 6];
/** Fewer than for the answer itself: they only put the parts, and the whole, in an order. */
const PILOT_PATHS = 500;
/** A pilot is worth telling of where it shows a loss at least this much smaller. */
const BETTER = 0.9;

export interface PreFlightQuestion {
  rule: ScopeRule;
  stretch: Stretch;
  /** People concerned, and people who bought in the year without being so. */
  exposed: number;
  others: number;
  /** Segments too small to be told of. */
  hidden: ReadonlySet<string>;
  /** The change that is being edited: no overlap with itself. */
  except?: number | undefined;
}

/**
 * What following this scope would show if it changed tomorrow: twins, overlaps, the smallest loss that would show and when, and some
 * of the shops first where that shows a smaller one (methods 9). From a sample of people, in the model in force; null without one.
 */
export async function preFlight(scope: Scope, question: PreFlightQuestion): Promise<Outlook | null> {
  const models = await keptModels(scope);
  const rhythm = (inForceOn(models, scope.today) ?? models.findLast(({ fittedOn }) => fittedOn <= scope.today))?.rhythm;
  if (rhythm === undefined || question.exposed === 0) return null;
  const sample = await sampleTouched(scope, { ...question, rhythm });
  const { calibration, calibratedOn } = await expectCalibration(scope);
  const { maxTwins, minAlive } = settingsOf(scope.workspace);
  const sampled = isSampled(rhythm);
  const likely = ({ alive }: Sitter) => sampled || (alive ?? 0) >= minAlive;
  const people = placeAll(sample, likely);
  const whole = arrange(people, new Set(question.rule.stores), maxTwins);
  const alpha = scope.workspace.alpha;
  const reason = sampled ? "sample of lines" : reasonOf(whole, rhythm.refusal !== null);
  const options = { weeks: whole.plan.weeks, alpha, calibration };
  const foreseen = reason === null ? powerOfCohort(whole.plan.strata, options) : null;
  const within = { weeks: PILOT_WEEKS, threshold: 4 / alpha, calibration, paths: PILOT_PATHS };
  const asOne = reason === null ? (smallestLoss(whole.plan.strata, within)?.loss ?? 1) : 1 / BETTER;
  return {
    reason,
    weeks: whole.plan.weeks,
    smallest: foreseen?.smallest ?? null,
    daysToShow: foreseen?.daysToShow ?? null,
    twins: {
      eligible: Math.round(whole.plan.eligible),
      each: whole.plan.twins / Math.max(1, whole.plan.possible),
      most: maxTwins,
      without: 1 - whole.plan.matched / Math.max(1, whole.plan.possible),
    },
    apart: shareOf(
      sample.sitters,
      (one) => one.exposed && !likely(one),
      (one) => one.exposed,
    ),
    segments: bySegment(whole.plan, question.hidden),
    overlaps: await foreseeOverlaps(scope, question, sample),
    pilot: sampled || rhythm.refusal !== null ? null : await pilotOf(scope, people, { maxTwins, within, asOne }),
    assumed: {
      calibratedOn,
      tau: Math.sqrt(calibration.tau2),
      exposed: sample.sitters.filter(({ exposed }) => exposed).length,
      eligible: sample.sitters.filter(({ exposed }) => !exposed).length,
      horizonDays: whole.plan.horizonDays,
    },
  };
}

interface Arms {
  concerned: Placed[];
  others: Placed[];
}

function placeAll({ sitters, weight }: Sample, likely: (sitter: Sitter) => boolean): Arms {
  const place = (exposed: boolean) =>
    sitters
      .filter((one) => one.exposed === exposed && likely(one))
      .map((sitter) => ({ sitter, weight: exposed ? weight.exposed : weight.eligible, also: false }));
  return { concerned: place(true), others: place(false) };
}

interface Arranged {
  plan: TwinPlan;
  /** Null where the scope names no store. */
  twinStores: number | null;
}

/** Twins where these stores change: not from where the concerned may go instead. */
function arrange({ concerned, others }: Arms, changed: ReadonlySet<number>, most: number): Arranged {
  if (changed.size === 0) return { plan: planTwins(concerned, others, most), twinStores: null };
  const spill = spillOf(concerned, changed);
  const left = others.filter(({ sitter }) => !spilledOver(sitter, spill));
  return { plan: planTwins(concerned, left, most), twinStores: countTwinStores(left, changed) };
}

function reasonOf({ plan, twinStores }: Arranged, noModel: boolean) {
  const { possible, matched, eligible, expected } = plan;
  const people = { exposed: possible, matched, leftOut: possible - matched, eligible };
  return judgeMeasurable({ noModel, ...people, twinStores, expected, worstBalance: 0 });
}

function bySegment({ strata }: TwinPlan, hidden: ReadonlySet<string>): Outlook["segments"] {
  return NAMED_SEGMENTS.flatMap((segment): Outlook["segments"] => {
    const own = strata.filter((row) => row.segment === segment);
    const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((total, row) => total + of(row), 0);
    const concerned = sum((row) => row.concerned);
    if (concerned === 0) return [];
    if (hidden.has(segment)) return [{ segment, each: null, without: null }];
    return [{ segment, each: sum((row) => row.twins) / concerned, without: 1 - sum((row) => row.exposed) / concerned }];
  });
}

interface PilotQuestion {
  maxTwins: number;
  within: PowerOptions;
  /** The smallest loss that the whole would show within the same weeks; over 1 = nothing can be measured. */
  asOne: number;
}

/**
 * Some of the shops first, every second (third, fourth, sixth) one by the concerned that they hold, whichever shows the smallest loss:
 * customers of the others may be twins until it is their turn, as far as the exact match on a later wave lets them. Told only where
 * it shows a smaller loss than the whole in the same weeks.
 */
async function pilotOf(scope: Scope, people: Arms, question: PilotQuestion): Promise<Outlook["pilot"]> {
  const ranked = [...countConcerned(people.concerned)].sort((left, right) => right[1] - left[1] || left[0] - right[0]);
  const tried = PARTS.filter((part) => part <= ranked.length).flatMap((part) => {
    const first = new Set(ranked.flatMap(([store], i) => (i % part === 0 ? [store] : [])));
    const loss = lossIn(people, first, question);
    return loss === null ? [] : [{ first, loss }];
  });
  const best = tried.sort((left, right) => left.loss - right.loss)[0];
  if (best === undefined || best.loss > BETTER * question.asOne) return null;
  const stores = await namesOf(scope, [...best.first]);
  return { stores, of: ranked.length, weeks: question.within.weeks, loss: best.loss };
}

/** The smallest loss that these shops alone would show; null = none, or nothing could be measured. */
function lossIn(people: Arms, first: ReadonlySet<number>, { maxTwins, within }: PilotQuestion): number | null {
  const goes = ({ sitter }: Placed, now: boolean) =>
    [...sitter.inScope.keys()].some((store) => first.has(store) === now);
  const placed = people.concerned.map((one) => ({ ...one, also: goes(one, false) }));
  const arms = {
    concerned: placed.filter((one) => goes(one, true)),
    others: [...people.others, ...placed.filter((one) => !goes(one, true))],
  };
  const pilot = arrange(arms, first, maxTwins);
  if (reasonOf(pilot, false) !== null) return null;
  return smallestLoss(pilot.plan.strata, within)?.loss ?? null;
}

function countConcerned(concerned: readonly Placed[]): Map<number, number> {
  const stores = new Map<number, number>();
  for (const { sitter, weight } of concerned) {
    for (const store of sitter.inScope.keys()) stores.set(store, (stores.get(store) ?? 0) + weight);
  }
  return stores;
}

async function namesOf({ db, workspaceId }: Scope, ids: number[]): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select name from store where workspace_id = ${workspaceId} and id = any(${bigints(ids)}) order by name`);
  return rows.map(({ name }) => name);
}

function shareOf<T>(list: readonly T[], holds: (item: T) => boolean, among: (item: T) => boolean): number {
  return list.filter(holds).length / Math.max(1, list.filter(among).length);
}
