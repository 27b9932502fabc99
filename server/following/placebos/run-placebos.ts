import { and, eq, sql } from "drizzle-orm";
import { cohort, placebo } from "@/db/schema";
import type { Scope } from "../../scope";
import { calibrate } from "../../stats/placebo-calibration";
import { settingsOf } from "../../workspaces/settings";
import { type ChangeRule, changeRule, ruleOf, type ScopeItem } from "../change-rule";
import { type Cohort, findCohort, wavesOf } from "../cohort/open-cohort";
import type { WaveContext } from "../cohort/wave-context";
import { roundsOf } from "../counting/closes-on";
import { addDays, dayNumber, dayOf } from "../days";
import { followAlone } from "../follow-alone";
import type { StepDone } from "../jobs";
import { LOOK_BACK } from "../settings";
import type { FollowedPlacebo } from "./follow-placebo";
import { followPlacebos } from "./follow-placebos";
import { drawCrowd, type Placebo } from "./placebo-people";
import { scopeItems, scopesElsewhere } from "./placebo-scopes";
import { PLACEBOS, type PlaceboPlan, planPlacebos } from "./plan-placebos";

type Plan = PlaceboPlan<ScopeItem[]> & { number: number };
type Ran = { plan: Plan; result: FollowedPlacebo };

/**
 * Follows changes that never were as this one is followed, and sums up how far arms stand apart without any change (methods 4):
 * m, tau and sigma of the change and of each of its slices, into `cohort.calibration`. Once per change and revision: run again it
 * changes nothing. The change itself is held only while the result is written.
 */
export async function runPlacebos(scope: Scope, changeId: number): Promise<StepDone | null> {
  const target = await changeRule(scope, changeId);
  const found = await findCohort(scope, target);
  if (found === null || found.unmeasurable !== null || found.calibration !== null) return null;
  const ran = await runAll(scope, target, found);
  await followAlone(scope, changeId);
  if ((await findCohort(scope, target))?.calibration !== null) return null;
  await keep(scope, found, ran);
  const measured = ran.filter(({ result }) => result.unmeasurable === null).length;
  return { rows: ran.length, counts: { placebos: measured, silent: ran.length - measured } };
}

async function runAll(scope: Scope, target: ChangeRule, found: Cohort): Promise<Ran[]> {
  const items = await scopeItems(scope, target);
  const rhythm = wavesOf(found)[0]?.rhythm;
  // Who stands in a list was chosen by what they did since: on an earlier day the list would select on what is measured.
  if (target.rule.list !== null || rhythm === undefined) return [];
  const [data] = await scope.db.execute<{ first: string | null }>(
    sql`select min(day) as first from visit where workspace_id = ${scope.workspaceId}`,
  );
  const elsewhere = await scopesElsewhere(scope, items, found.day0);
  const watched = roundsOf(target, found) * found.roundDays;
  const plans = planPlacebos(found.day0, data?.first ?? found.day0, elsewhere, watched).map((plan, i) => ({
    ...plan,
    number: i + 1,
  }));
  const draw = { seed: found.seed, exposed: found.counts.exposed ?? 0 };
  await scope.db.execute(sql`set local work_mem = '64MB'`);
  await drawCrowd(scope, { ...draw, since: addDays(found.day0, -LOOK_BACK) });
  const unitOf = ({ unit }: Plan) => (unit === null ? -1 : elsewhere.indexOf(unit));
  const rules = [target.rule];
  for (const unit of elsewhere.slice(0, 1 + Math.max(-1, ...plans.map(unitOf)))) rules.push(await ruleOf(scope, unit));
  const placebos = plans.map((plan): Placebo => {
    const { day0, days, number } = plan;
    const rule = rules[1 + unitOf(plan)] ?? target.rule;
    const wave = { wave: 0, day0, stores: rule.stores };
    const context: WaveContext = {
      ...{ scope, settings: settingsOf(scope.workspace), rhythm, seed: found.seed },
      ...{ asOf: addDays(day0, -1), wave, target: { change: target.change, rule, waves: [wave] } },
    };
    return { number, unit: unitOf(plan), context, days };
  });
  const roundsOfOne = { roundDays: found.roundDays, rounds: roundsOf(target, found) };
  const results = await followPlacebos(placebos, {
    draw,
    most: PLACEBOS.aim,
    enough: ENOUGH,
    roundsOf: () => roundsOfOne,
  });
  return plans.flatMap((plan) => {
    const result = results.get(plan.number);
    return result ? [{ plan, result }] : [];
  });
}

/** With so many that say something no more are followed. */
const ENOUGH = 10;

async function keep(scope: Scope, found: Cohort, ran: readonly Ran[]): Promise<void> {
  const { changeId, revision } = found;
  const on = (plan: Plan, day: number | null) => (day === null ? null : dayOf(dayNumber(plan.day0) + day));
  const rows = ran.map(({ plan, result }) => ({
    ...{ workspaceId: scope.workspaceId, changeId, revision, number: plan.number, kind: plan.kind, day0: plan.day0 },
    scope: { items: plan.unit ?? [] },
    ...{ exposed: result.exposed, twins: result.twins, unmeasurable: result.unmeasurable },
    weeks: result.weeks,
    ...{ downAlarmOn: on(plan, result.alarms.down), upAlarmOn: on(plan, result.alarms.up), computedAt: scope.now },
  }));
  if (rows.length > 0) await scope.db.insert(placebo).values(rows).onConflictDoNothing();
  await scope.db
    .update(cohort)
    .set({ calibration: summedUp(ran.map(({ result }) => result)) })
    .where(
      and(eq(cohort.workspaceId, scope.workspaceId), eq(cohort.changeId, changeId), eq(cohort.revision, revision)),
    );
}

/** By slice; a slice is there only where enough placebo changes speak of it, `all` always. */
export function summedUp(results: readonly Pick<FollowedPlacebo, "weeks">[]) {
  const slices = [...new Set(["all", ...results.flatMap(({ weeks }) => Object.keys(weeks))])].sort();
  const pairs = slices.map((slice) => {
    const own = results.flatMap(({ weeks }) => weeks[slice] ?? []);
    const pair = {
      first: calibrate(own.map(({ first }) => first)),
      rounds: calibrate(own.map(({ rounds }) => rounds)),
    };
    return [slice, pair] as const;
  });
  return Object.fromEntries(
    pairs.filter(([slice, { first, rounds }]) => slice === "all" || (first.calibrated && rounds.calibrated)),
  );
}
