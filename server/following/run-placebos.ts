import { and, eq, sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { cohort, placebo } from "@/db/schema";
import type { Scope } from "../scope";
import { calibrate } from "../stats/placebo-calibration";
import { settingsOf } from "../workspaces/settings";
import { type ChangeRule, changeRule, ruleOf, type ScopeItem } from "./change-rule";
import { roundsOf } from "./closes-on";
import { addDays, dayNumber, dayOf } from "./days";
import { followAlone } from "./follow-alone";
import { type FollowedPlacebo, followPlacebo } from "./follow-placebo";
import type { StepDone } from "./jobs";
import { type Cohort, findCohort, wavesOf } from "./open-cohort";
import { drawCrowd, type PlaceboOfDay, portrayDay } from "./placebo-people";
import { scopeItems, scopesElsewhere } from "./placebo-scopes";
import { gatherMet } from "./placebo-touch";
import { PLACEBO_DAYS, PLACEBOS, type PlaceboPlan, planPlacebos } from "./plan-placebos";
import { LOOK_BACK } from "./settings";
import type { WaveContext } from "./wave-context";

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
  const plans = planPlacebos(found.day0, data?.first ?? found.day0, elsewhere).map((plan, i) => ({
    ...plan,
    number: i + 1,
  }));
  const last = plans[0];
  if (last === undefined) return [];
  await scope.db.execute(sql`set local work_mem = '64MB'`);
  await drawCrowd(scope, {
    ...{ seed: found.seed, exposed: found.counts.exposed ?? 0 },
    since: addDays(found.day0, -LOOK_BACK),
  });
  const context = (day0: string, of: ChangeRule["rule"]): WaveContext => ({
    ...{ scope, settings: settingsOf(scope.workspace), rhythm, seed: found.seed },
    ...{ asOf: addDays(day0, -1), wave: { wave: 0, day0, stores: of.stores } },
    target: { change: target.change, rule: of, waves: [{ wave: 0, day0, stores: of.stores }] },
  });
  const run = async (tried: readonly Plan[]): Promise<Ran[]> => {
    const ran: Ran[] = [];
    for (const day0 of new Set(tried.map((plan) => plan.day0))) {
      const ofDay: { plan: Plan; context: WaveContext }[] = [];
      for (const plan of tried.filter((each) => each.day0 === day0))
        ofDay.push({ plan, context: context(day0, plan.unit === null ? target.rule : await ruleOf(scope, plan.unit)) });
      ran.push(...(await runDay(ofDay, found, roundsOf(target, found))));
    }
    return ran;
  };
  const ran = await run(plans.slice(0, PLACEBOS.aim));
  ran.push(...(await run(furtherPlans(plans.slice(PLACEBOS.aim), ran))));
  return ran.sort((left, right) => left.plan.number - right.plan.number);
}

/** With so many that say something no more are tried. */
const ENOUGH = 10;

/**
 * More of them on days on which others said something, then on days not yet tried: where a change for everybody began while people
 * were followed, that day has nothing to say.
 */
function furtherPlans(rest: readonly Plan[], ran: readonly Ran[]): Plan[] {
  const said = ran.filter(({ result }) => result.unmeasurable === null);
  if (said.length >= ENOUGH) return [];
  const [days, tried] = [said, ran].map((some) => new Set(some.map(({ plan }) => plan.day0)));
  const again = rest.filter(({ day0 }) => days?.has(day0));
  const untried = rest.filter(({ day0 }) => !tried?.has(day0));
  return [...again, ...untried].slice(0, PLACEBOS.most - said.length);
}

/** A store that lacks more days than this of those followed says nothing. */
const MOST_MISSING = 7;

async function runDay(placebos: { plan: Plan; context: WaveContext }[], found: Cohort, rounds: number): Promise<Ran[]> {
  const blind = await blindStores(placebos.map(({ context }) => context));
  const [dark, seen] = [
    placebos.filter(({ context }) => context.wave.stores.some((id) => blind.has(id))),
    placebos.filter(({ context }) => !context.wave.stores.some((id) => blind.has(id))),
  ];
  const ran: Ran[] = dark.map(({ plan }) => ({
    plan,
    result: {
      exposed: 0,
      twins: 0,
      unmeasurable: "missing days",
      weeks: {},
      cells: {},
      alarms: { down: null, up: null },
    },
  }));
  const first = seen[0];
  if (first === undefined) return ran;
  const ofDay = seen.map(({ plan, context }): PlaceboOfDay => ({ number: plan.number, context }));
  await portrayDay(ofDay);
  const met = await gatherMet(first.context);
  const follow = { days: PLACEBO_DAYS, roundDays: found.roundDays };
  for (const [i, each] of ofDay.entries()) {
    const plan = seen[i]?.plan;
    if (plan) ran.push({ plan, result: await followPlacebo(each, { met, follow, rounds }) });
  }
  return ran;
}

async function blindStores(contexts: readonly WaveContext[]): Promise<Set<number>> {
  const stores = [...new Set(contexts.flatMap(({ wave }) => wave.stores))];
  const first = contexts[0];
  if (stores.length === 0 || first === undefined) return new Set();
  const { scope, wave } = first;
  const rows = await scope.db.execute<{ store_id: string }>(sql`
    select store_id from store_day
    where workspace_id = ${scope.workspaceId} and store_id = any(${bigints(stores)}) and status = 'missing'
      and day between ${wave.day0}::date and ${addDays(wave.day0, PLACEBO_DAYS - 1)}::date
    group by store_id having count(*) > ${MOST_MISSING}::int`);
  return new Set(rows.map((row) => Number(row.store_id)));
}

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
