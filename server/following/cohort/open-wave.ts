import { setImmediate } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { returnWithin } from "../../churn/portrait";
import { isSampled, type Rhythm } from "../../churn/rhythm";
import { rhythmBefore } from "../../churn/rhythm-as-of";
import type { Scope } from "../../scope";
import { matchTwins } from "../../stats/twins";
import { settingsOf } from "../../workspaces/settings";
import { type ChangeRule, ruleOfWave, type Wave } from "../change-rule";
import { addDays } from "../days";
import { describeConcerned, drawPortraits, type WaveTraits } from "./draw-portraits";
import { expectValues } from "./expect-value";
import { findConcerned, spillStores } from "./find-concerned";
import { findOverlaps } from "./find-overlaps";
import { gatherHabits } from "./gather-habits";
import { judgeBalance, type TraitBalance } from "./judge-balance";
import { keepMembers } from "./keep-members";
import { occasionsInScope } from "./occasions-in-scope";
import { readCandidates } from "./read-candidates";
import { readStratum, type Strata, stratify } from "./stratify";
import { countTwinStores } from "./twin-stores";
import { lookBack, type WaveContext } from "./wave-context";

/** Strata of wave w are numbered from w x this. */
export const STRATA_PER_WAVE = 4_096;

export interface OpenedWave {
  wave: number;
  day0: string;
  rhythm: Rhythm;
  /** `eligible`: people who might have been a twin. */
  traits: WaveTraits & { eligible: number };
  matched: number;
  leftOut: number;
  twins: number;
  balance: TraitBalance[];
  overlaps: Strata["overlaps"];
  /** Cut points of the return probability by segment, in ten-thousandths. */
  cuts: [string, number[]][];
  /** Stores whose customers give no twins. */
  spill: number[];
  /** Stores that the twins mostly come from. */
  twinStores: number;
  /** Returns expected within 52 weeks; in a sample of lines, at the pace at which its lines came. */
  expected: { exposed: number; twins: number };
  strata: {
    stratum: number;
    wave: number;
    segment: string;
    bin: number;
    also: number;
    exposed: number;
    twins: number;
  }[];
}

/**
 * Opens one wave of a change: who is concerned, what they were like at the end of day -1, strata, twins; writes the members,
 * frozen. Twins of earlier waves whom this wave reaches are censored from its day 0 on. Uses temporary tables of this transaction.
 */
export async function openWave(scope: Scope, target: ChangeRule, wave: Wave, seed: number): Promise<OpenedWave> {
  const asOf = addDays(wave.day0, -1);
  const rhythm = await rhythmBefore(scope, asOf);
  const settings = settingsOf(scope.workspace);
  const context: WaveContext = { scope, settings, target, wave, asOf, rhythm, seed: seed + wave.wave };
  await clearTables(scope);
  await censorReached(context);
  await findConcerned(context);
  const spill = await spillStores(context);
  const overlaps = await findOverlaps(context);
  const described = await describeConcerned(context);
  await drawPortraits(context, spill, described.horizonDays);
  const strata = await stratify(scope, overlaps);
  const traits = { ...described, eligible: strata.eligible };
  const opened = {
    wave: wave.wave,
    day0: wave.day0,
    rhythm,
    traits,
    overlaps: strata.overlaps,
    cuts: [...strata.cuts],
    spill,
  };
  const none = {
    matched: 0,
    leftOut: 0,
    twins: 0,
    balance: [],
    twinStores: 0,
    expected: { exposed: 0, twins: 0 },
    strata: [],
  };
  const firstStratum = wave.wave * STRATA_PER_WAVE;
  if (strata.cuts.size === 0) {
    const nobody = { exposed: noCandidates, pool: noCandidates };
    const sets = matchTwins(noCandidates, noCandidates, { seed: context.seed, max: settings.maxTwins });
    await gatherHabits(context);
    await keepMembers({
      context,
      sitters: nobody,
      sets,
      firstStratum,
      horizonDays: traits.horizonDays,
      values: new Map(),
    });
    return { ...opened, ...none };
  }
  const sitters = await readCandidates(scope, strata, context.seed);
  // The database works on habits and values while this process looks for twins: the turns let the questions leave first. Habits
  // first: their answer is short, so that nothing waits for this process to read.
  const asked = Promise.all([gatherHabits(context), expectValues(context)]);
  for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
  const sets = matchTwins(sitters.exposed, sitters.pool, { seed: context.seed, max: settings.maxTwins });
  const [, values] = await asked;
  await keepMembers({ context, sitters, sets, firstStratum, horizonDays: traits.horizonDays, values });
  return {
    ...opened,
    matched: sets.matched,
    leftOut: sitters.exposed.id.length - sets.matched,
    twins: sets.taken,
    balance: judgeBalance(sitters, sets, strata.sizes),
    twinStores: wave.stores.length > 0 ? await countTwinStores(context) : 0,
    expected: await expectReturns(context),
    strata: await countStrata(context, firstStratum),
  };
}

const noCandidates = {
  id: new Float64Array(),
  stratum: new Int32Array(),
  frequency: new Float64Array(),
  recency: new Float64Array(),
  monetary: new Float64Array(),
  tenure: new Float64Array(),
  products: new Float64Array(),
  seasonalShare: new Float64Array(),
};

async function clearTables(scope: Scope): Promise<void> {
  await scope.db.execute(
    sql`drop table if exists pg_temp.earlier, pg_temp.concerned, pg_temp.also, pg_temp.touched, pg_temp.sitter, pg_temp.subject, pg_temp.habit, pg_temp.chosen`,
  );
}

/** Who serves as a twin of an earlier wave and has bought in this one's scope: out of the comparison from its first morning. */
async function censorReached({ scope, target, wave }: WaveContext): Promise<void> {
  if (wave.wave === 0) return;
  const reached = occasionsInScope(scope.workspaceId, ruleOfWave(target.rule, wave), lookBack(wave.day0));
  await scope.db.execute(sql`
    update cohort_member set censored_on = ${wave.day0}::date
    where workspace_id = ${scope.workspaceId} and change_id = ${target.change.id} and revision = ${target.change.revision}
      and arm = 'twin' and censored_on is null and customer_id in (select customer_id from (${reached}) o)`);
}

/** Of the event loop, until both questions are on their way. */
const TURNS = 20;

async function expectReturns({ scope, rhythm }: WaveContext): Promise<OpenedWave["expected"]> {
  const chance = isSampled(rhythm)
    ? sql`1 - exp(greatest(-700, -364::float8 * n_365 / least(365, t_total + 1)))`
    : returnWithin(364);
  const [row] = await scope.db.execute<{ exposed: number | null; twins: number | null }>(sql`
    select sum(${chance}) filter (where arm = 'exposed') as exposed, sum(${chance}) filter (where arm = 'twin') as twins
    from chosen`);
  return { exposed: row?.exposed ?? 0, twins: row?.twins ?? 0 };
}

async function countStrata({ scope, wave }: WaveContext, first: number): Promise<OpenedWave["strata"]> {
  const rows = await scope.db.execute<{ stratum: number; exposed: number; twins: number }>(sql`
    select stratum, (count(*) filter (where arm = 'exposed'))::int as exposed, (count(*) filter (where arm = 'twin'))::int as twins
    from chosen where arm in ('exposed', 'twin') group by stratum order by stratum`);
  return rows.map((row) => ({ ...row, wave: wave.wave, ...readStratum(row.stratum - first) }));
}
