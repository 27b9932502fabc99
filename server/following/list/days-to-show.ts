import { group } from "d3-array";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Rhythm } from "../../churn/rhythm";
import type { Scope } from "../../scope";
import type { BgNbdParameters } from "../../stats/bg-nbd-fit";
import { returnProbability } from "../../stats/bg-nbd-predict";
import type { PowerStratum } from "../../stats/power";
import { type Expected, silentCurve } from "../../stats/return-curve";
import { type Cohort, wavesOf } from "../cohort/open-cohort";
import { drawnFrom } from "../cohort/seed";
import { daysBetween } from "../days";
import { calibrationOf } from "../monitors/calibration-of";
import { daysToShowOf } from "../pre-flight/power-of-cohort";
import { WATCH } from "../settings";

/** Members whose rhythm is looked at, about. */
const SAMPLE = 4_000;

const keptShape = z.object({ days: z.number().int().nullable(), of: z.string() });

/**
 * Days from day 0 of the first wave until a loss of a fifth would show in 8 of 10 cases (methods 9), for "too early to say"; null
 * where it would not within the watch, or nothing can be foreseen (a sample of lines). Foreseen once and kept with the cohort
 * (`diagnostics.power`) until a wave is added or its calibration is another: a night asks for it at no cost.
 */
export async function daysToShow(scope: Scope, cohort: Cohort): Promise<number | null> {
  const { tau2, sigma2 } = calibrationOf(cohort, "all").first;
  const of = `${wavesOf(cohort).length} ${tau2.toPrecision(6)} ${sigma2.toPrecision(6)}`;
  const kept = keptShape.safeParse(cohort.diagnostics.power);
  if (kept.success && kept.data.of === of) return kept.data.days;
  const days = await foresee(scope, cohort);
  await scope.db.execute(sql`
    update cohort set diagnostics = diagnostics || ${JSON.stringify({ power: { days, of } })}::jsonb
    where workspace_id = ${scope.workspaceId} and change_id = ${cohort.changeId} and revision = ${cohort.revision}`);
  return days;
}

async function foresee(scope: Scope, cohort: Cohort): Promise<number | null> {
  const weeks = Math.ceil(Math.min(WATCH.most, Math.max(WATCH.least, 2 * cohort.horizonDays)) / 7);
  const strata = await expectStrata(scope, cohort, weeks);
  if (strata.length === 0) return null;
  const calibration = calibrationOf(cohort, "all").first;
  return daysToShowOf(strata, { weeks, alpha: scope.workspace.alpha, calibration });
}

interface MemberRow extends Record<string, unknown> {
  stratum: number;
  x: number;
  t_x: number;
  t_total: number;
  p: number | null;
}

/** The cohort's strata with the curves of a sample of their members; a stratum that none was drawn from takes those of all. */
async function expectStrata(scope: Scope, cohort: Cohort, weeks: number): Promise<PowerStratum[]> {
  const size = cohort.strata.reduce((sum, { exposed, twins }) => sum + exposed + twins, 0);
  const { from, drawn } = drawnFrom(cohort.seed);
  const rows = await scope.db.execute<MemberRow>(sql`
    select stratum, x, t_x, t_total, return_probability as p from cohort_member ${from}
    where workspace_id = ${scope.workspaceId} and change_id = ${cohort.changeId} and revision = ${cohort.revision}
      and arm in ('exposed', 'twin') and (${drawn} >> 16) < ${Math.ceil((65_536 * SAMPLE) / Math.max(1, size))}::bigint`);
  const waves = new Map(wavesOf(cohort).map((each) => [each.wave, each]));
  const waveOf = new Map(cohort.strata.map(({ stratum, wave }) => [stratum, waves.get(wave)]));
  const scored = rows.flatMap((row) => {
    const wave = waveOf.get(row.stratum);
    const parameters = wave && parametersOf(wave.rhythm, row, wave.traits.horizonDays);
    return parameters ? [{ stratum: row.stratum, parameters, x: row.x, tx: row.t_x, T: row.t_total }] : [];
  });
  if (scored.length === 0) return [];
  const known = new Map<number, Expected[]>(group(scored, ({ stratum }) => stratum));
  const all = silentCurve(scored, weeks);
  return cohort.strata.map(({ stratum, exposed, twins }) => ({
    exposed,
    twins,
    silent: known.has(stratum) ? silentCurve(known.get(stratum) ?? [], weeks) : all,
    opens: Math.round(daysBetween(cohort.day0, waveOf.get(stratum)?.day0 ?? cohort.day0) / 7),
  }));
}

/** Which group's fit made the member's return probability: the group is not kept with the member, its probability is. */
function parametersOf({ groups }: Rhythm, { x, t_x, t_total, p }: MemberRow, horizon: number): BgNbdParameters | null {
  const off = (fit: BgNbdParameters) => Math.abs(returnProbability(fit, x, t_x, t_total, horizon) - (p ?? 0));
  const fits = [groups.store.parameters, groups.distance.parameters].filter((fit) => fit !== null);
  return fits.reduce<BgNbdParameters | null>((best, fit) => (best === null || off(fit) < off(best) ? fit : best), null);
}
