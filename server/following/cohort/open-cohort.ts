import { and, eq, sql } from "drizzle-orm";
import { cohort } from "@/db/schema";
import { isSampled } from "../../churn/rhythm";
import type { Scope } from "../../scope";
import { judge } from "../../stats/balance";
import { settingsOf } from "../../workspaces/settings";
import type { ChangeRule, Wave } from "../change-rule";
import { alarmFrom } from "./alarm-from";
import type { TraitBalance } from "./judge-balance";
import { judgeMeasurable } from "./judge-measurable";
import { type OpenedWave, openWave } from "./open-wave";
import { cohortSeed } from "./seed";

export type Cohort = typeof cohort.$inferSelect;

/**
 * The cohort of a change's present revision: made when day 0 of its first wave is complete, extended when a later wave's is,
 * and otherwise left exactly as it was frozen. Null while no day 0 is complete.
 */
export async function openCohort(scope: Scope, target: ChangeRule, through: string): Promise<Cohort | null> {
  const found = await findCohort(scope, target);
  const due = dueWaves(target, through);
  const open = wavesOf(found);
  if (due.length <= open.length) return found;
  await roomForPortraits(scope);
  const { id, revision } = target.change;
  const seed = cohortSeed(scope.workspaceId, id, revision);
  const opened = [...open];
  for (const wave of due.slice(open.length)) opened.push(await openWave(scope, target, wave, seed));
  const day0 = found?.day0 ?? opened[0]?.day0 ?? scope.today;
  const from = found?.alarmFrom ?? (await alarmFrom(scope, target.change, day0));
  const row = {
    ...frozenRow(scope, target, opened),
    ...{ workspaceId: scope.workspaceId, changeId: id, revision, seed, day0, alarmFrom: from },
  };
  const [written] = await scope.db
    .insert(cohort)
    .values(row)
    .onConflictDoUpdate({ target: [cohort.workspaceId, cohort.changeId, cohort.revision], set: row })
    .returning();
  return written ?? null;
}

/** Waves whose day 0 is complete. One planned for the day of a roll-back or later never came: nobody met the change there. */
export function dueWaves({ change, waves }: DueQuestion, through: string): Wave[] {
  const end = change.state === "rolled_back" ? change.endActual : null;
  return waves.filter((wave) => wave.day0 <= through && (end === null || wave.day0 < end));
}

interface DueQuestion {
  change: Pick<ChangeRule["change"], "state" | "endActual">;
  waves: Wave[];
}

export async function findCohort(scope: Scope, { change }: Pick<ChangeRule, "change">): Promise<Cohort | null> {
  const [found] = await scope.db
    .select()
    .from(cohort)
    .where(
      and(
        eq(cohort.workspaceId, scope.workspaceId),
        eq(cohort.changeId, change.id),
        eq(cohort.revision, change.revision),
      ),
    );
  return found ?? null;
}

export function wavesOf(found: Cohort | null): OpenedWave[] {
  return (found?.model.waves as OpenedWave[] | undefined) ?? [];
}

/** Made from a sample of lines: no return probability, no due time, no value. */
export function wasSampled(found: Cohort): boolean {
  return wavesOf(found).some(({ rhythm }) => isSampled(rhythm));
}

/** Sorting and hashing a million portraits in memory, and visits looked up where they are cached; for this transaction only. */
async function roomForPortraits(scope: Scope): Promise<void> {
  await scope.db.execute(sql`set local work_mem = '256MB'`);
  await scope.db.execute(sql`set local random_page_cost = 1.1`);
}

function frozenRow(scope: Scope, target: ChangeRule, waves: readonly OpenedWave[]) {
  const sum = (of: (wave: OpenedWave) => number) => waves.reduce((total, wave) => total + of(wave), 0);
  const counts = {
    exposed: sum((wave) => wave.traits.exposed),
    matched: sum((wave) => wave.matched),
    leftOut: sum((wave) => wave.leftOut),
    apart: sum((wave) => wave.traits.apart),
    twins: sum((wave) => wave.twins),
    eligible: sum((wave) => wave.traits.eligible),
  };
  const expected = { exposed: sum((wave) => wave.expected.exposed), twins: sum((wave) => wave.expected.twins) };
  const balance = joinBalance(waves);
  const stores = target.rule.stores.length > 0 ? Math.min(...waves.map((wave) => wave.twinStores)) : null;
  return {
    horizonDays: waves[0]?.traits.horizonDays ?? 0,
    roundDays: Math.max(settingsOf(scope.workspace).roundDays, Math.ceil(waves[0]?.traits.medianGap ?? 0)),
    unmeasurable: judgeMeasurable({
      ...counts,
      noModel: waves.every(({ rhythm }) => rhythm.refusal !== null && !isSampled(rhythm)),
      twinStores: stores,
      expected,
      worstBalance: Math.max(0, ...balance.map((row) => Math.abs(row.after))),
    }),
    model: { waves },
    strata: waves.flatMap((wave) => wave.strata),
    counts,
    balance,
    diagnostics: { expected, twinStores: stores, overlaps: waves.flatMap((wave) => wave.overlaps) },
    carriers: null,
    frozenAt: scope.now,
  };
}

/** From so many matched people on a wave is judged alone too: chance makes differences of 0.15 and more among fewer. */
const JUDGED_ALONE = 200;

/**
 * Of each trait the worst of: all waves together, weighed by their matched people, and each wave with enough people. Differences to
 * either side cancel out over all waves, as they do in the rate, but not where a large wave is unlike its twins.
 */
export function joinBalance(waves: readonly Pick<OpenedWave, "balance" | "matched">[]): TraitBalance[] {
  const matched = waves.reduce((total, wave) => total + wave.matched, 0);
  const traits = waves.find((wave) => wave.balance.length > 0)?.balance ?? [];
  return traits.map((row, i) => {
    const mean = (of: "before" | "after") =>
      waves.reduce((total, wave) => total + (wave.balance[i]?.[of] ?? 0) * wave.matched, 0) / Math.max(1, matched);
    const pooled = { ...row, before: mean("before"), after: mean("after"), state: judge(mean("after")) };
    return waves.reduce((worst, wave) => {
      const own = wave.matched >= JUDGED_ALONE ? wave.balance[i] : undefined;
      return own !== undefined && Math.abs(own.after) > Math.abs(worst.after) ? own : worst;
    }, pooled);
  });
}
