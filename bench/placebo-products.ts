import { sql } from "drizzle-orm";
import { rhythmAsOf } from "@/server/churn/rhythm-as-of";
import type { ChangeRule, ScopeItem } from "@/server/following/change-rule";
import { cohortSeed } from "@/server/following/cohort/seed";
import type { WaveContext } from "@/server/following/cohort/wave-context";
import { addDays, daysBetween } from "@/server/following/days";
import { type FollowedPlacebo, silentPlacebo } from "@/server/following/placebos/follow-placebo";
import { followPlacebos } from "@/server/following/placebos/follow-placebos";
import { drawCrowd, type Placebo } from "@/server/following/placebos/placebo-people";
import { elsewhereAmong, readRivals } from "@/server/following/placebos/placebo-scopes";
import type { PlaceboCell } from "@/server/following/placebos/placebo-weeks";
import { PLACEBO_DAYS, PLACEBOS, planPlacebos } from "@/server/following/placebos/plan-placebos";
import { summedUp } from "@/server/following/placebos/run-placebos";
import type { Scope } from "@/server/scope";
import { advanceMonitor, evidenceOf, startMonitor } from "@/server/stats/monitor";
import { type Calibration, calibrate } from "@/server/stats/placebo-calibration";
import { settingsOf } from "@/server/workspaces/settings";

/** The data hold fewer people than are followed of one change. */
const DRAW = { seed: 1, exposed: 2_000 };

/** A product that nothing happened to, followed as if something had. */
export interface PlaceboProduct {
  product: number;
  day0: string;
  exposed: number;
  /** Placebo changes that its own calibration rests on: of its first returns or of its rounds, where these are fewer. */
  k: number;
  /** Highest ln e over all days followed, of the change as a whole with its segments (methods 4, level 1). */
  uncalibrated: Highest;
  calibrated: Highest;
  /** The exact test of the days counted, without calibration: first returns or a round rang by itself. */
  exact: { down: boolean; up: boolean };
}

interface Highest {
  down: number;
  up: number;
}

export interface PlaceboProductsOptions {
  days: readonly string[];
  perDay: number;
  /** Days followed at most. */
  follow: number;
  /** Buyers in the look-back at least; of those beside, half as many. */
  buyers: number;
  /** Products drawn per day, of which each takes the likest beside itself. */
  beside: number;
}

/**
 * Placebo product changes through the product's own path: on each day, products drawn by a seeded hash of the id, each calibrated by
 * placebo changes of its own (other products, and itself, 13 weeks earlier), as run-placebos.ts chooses them.
 */
export async function placeboProducts(scope: Scope, options: PlaceboProductsOptions): Promise<PlaceboProduct[]> {
  const found: PlaceboProduct[] = [];
  for (const day0 of options.days) found.push(...(await productsOfDay(scope, day0, options)));
  return found;
}

async function productsOfDay(scope: Scope, day0: string, options: PlaceboProductsOptions): Promise<PlaceboProduct[]> {
  const { first, last } = await spanOf(scope);
  const days = Math.min(options.follow, daysBetween(day0, last) + 1);
  const products = await drawProducts(scope, day0, options);
  const rhythm = await rhythmAsOf(scope, addDays(day0, -1));
  const context = contextOf(scope, rhythm);
  await drawCrowd(scope, { ...DRAW, since: first });
  const tried = await runDay(
    products.map((product) => context(product, day0)),
    days,
  );
  const plans = new Map<number, ReturnType<typeof planPlacebos<number>>>();
  const beside = await drawProducts(scope, addDays(day0, -PLACEBO_DAYS), {
    perDay: options.beside,
    buyers: options.buyers / 2,
  });
  const item = (product: number): ScopeItem => ({ dimension: "product", refId: product, value: null });
  const rivals = await readRivals(scope, products.slice(0, 1).map(item), day0);
  const measured = products.filter((_, i) => tried[i]?.result.unmeasurable === null);
  for (const product of measured) {
    const among = rivals.filter(({ id }) => id === product || beside.includes(id));
    const others = elsewhereAmong([item(product)], among).map((unit) => unit[0]?.refId ?? 0);
    plans.set(product, planPlacebos(day0, first, others));
  }
  const placebos = new Map<string, FollowedPlacebo>();
  const keyOf = (
    own: number,
    { day0: day, days: followed, unit }: { day0: string; days: number; unit: number | null },
  ) => `${day} ${followed} ${unit ?? own}`;
  const distinct = new Map<string, { product: number; day: string; followed: number }>();
  for (const [own, all] of plans)
    for (const plan of all)
      distinct.set(keyOf(own, plan), { product: plan.unit ?? own, day: plan.day0, followed: plan.days });
  const asked = [...distinct.values()];
  for (const day of new Set(asked.map((one) => one.day))) {
    const ofDay = asked.filter((one) => one.day === day);
    const ran = await runDay(
      ofDay.map(({ product }) => context(product, day)),
      ofDay[0]?.followed ?? PLACEBO_DAYS,
    );
    ofDay.forEach(({ product, followed }, i) => {
      const one = ran[i];
      if (one) placebos.set(`${day} ${followed} ${product}`, one.result);
    });
  }
  return products.flatMap((product, i) => {
    const own = tried[i];
    if (!own || own.result.unmeasurable !== null) return [];
    const results = (plans.get(product) ?? [])
      .flatMap((plan) => placebos.get(keyOf(product, plan)) ?? [])
      .filter(({ unmeasurable }) => unmeasurable === null)
      .slice(0, PLACEBOS.aim);
    const kept = summedUp(results);
    const none = calibrate([]);
    const watch = (pair: (slice: string) => { first: Calibration; rounds: Calibration }) =>
      highest(own.result.cells, { roundDays: own.roundDays, rounds: Math.floor(days / own.roundDays), pair });
    return {
      ...{ product, day0, exposed: own.result.exposed, k: leastOf(kept.all) },
      uncalibrated: watch(() => ({ first: none, rounds: none })),
      calibrated: watch((slice) => kept[slice] ?? kept.all ?? { first: none, rounds: none }),
      exact: { down: own.result.alarms.down !== null, up: own.result.alarms.up !== null },
    };
  });
}

function contextOf(scope: Scope, rhythm: WaveContext["rhythm"]) {
  return (product: number, day0: string): WaveContext => {
    const rule = { stores: [], products: [product], channels: [], fulfilments: [], hours: [], list: null };
    const wave = { wave: 0, day0, stores: [] };
    const change = { id: 0, revision: 1 } as ChangeRule["change"];
    return {
      ...{ scope, settings: settingsOf(scope.workspace), rhythm, wave, asOf: addDays(day0, -1) },
      ...{ target: { change, rule, waves: [wave] }, seed: cohortSeed(scope.workspaceId, product, 1) },
    };
  };
}

async function runDay(contexts: readonly WaveContext[], days: number) {
  const placebos = contexts.map((context, number): Placebo => ({ number, unit: number, context, days }));
  const roundsOf = (medianGap: number) => {
    const roundDays = Math.max(placebos[0]?.context.settings.roundDays ?? 0, Math.ceil(medianGap));
    return { roundDays, rounds: Math.max(1, Math.floor(days / roundDays)) };
  };
  const ran = await followPlacebos(placebos, {
    draw: DRAW,
    most: placebos.length,
    enough: placebos.length,
    roundsOf,
    recorded: false,
  });
  return placebos.map(({ number }) => {
    const result = ran.get(number) ?? silentPlacebo("no exposed");
    return { roundDays: result.roundDays ?? days, result };
  });
}

function leastOf(kept: { first: Calibration; rounds: Calibration } | undefined): number {
  return kept === undefined ? 0 : Math.min(kept.first.k, kept.rounds.k);
}

interface Watch {
  roundDays: number;
  rounds: number;
  pair: (slice: string) => { first: Calibration; rounds: Calibration };
}

/** Highest ln of (e_all + mean over segments e_g) / 2 over the days, each direction. */
function highest(cells: FollowedPlacebo["cells"], { roundDays, rounds, pair }: Watch): Highest {
  const slices = Object.keys(cells).filter((slice) => slice === "all" || slice.startsWith("segment:"));
  const days = [...new Set(Object.values(cells).flatMap((own) => own.map(({ day }) => day)))].sort((a, b) => a - b);
  const states = new Map(
    slices.map((slice) => [slice, startMonitor({ day0: 0, roundDays, rounds, calibration: pair(slice) })]),
  );
  const most: Highest = { down: 0, up: 0 };
  for (const day of days) {
    for (const [slice, state] of states)
      states.set(
        slice,
        advanceMonitor(
          state,
          day,
          (cells[slice] ?? []).filter((cell: PlaceboCell) => cell.day === day),
        ),
      );
    for (const direction of ["down", "up"] as const) {
      const e = (slice: string) => {
        const state = states.get(slice);
        return state ? Math.exp(evidenceOf(state)[direction]) : 1;
      };
      const segments = slices.filter((slice) => slice !== "all");
      const own = segments.length === 0 ? 1 : segments.reduce((sum, slice) => sum + e(slice), 0) / segments.length;
      most[direction] = Math.max(most[direction], Math.log((e("all") + own) / 2));
    }
  }
  return most;
}

async function spanOf({ db, workspaceId, today }: Scope): Promise<{ first: string; last: string }> {
  const [row] = await db.execute<{ first: string | null; last: string | null }>(
    sql`select min(day) as first, max(day) as last from visit where workspace_id = ${workspaceId}`,
  );
  return { first: row?.first ?? today, last: row?.last ?? today };
}

type Drawn = Pick<PlaceboProductsOptions, "perDay" | "buyers">;

/** Products with enough buyers in the year before, by a hash of their source's code: the same on every machine. */
async function drawProducts(scope: Scope, day0: string, { perDay, buyers }: Drawn): Promise<number[]> {
  const rows = await scope.db.execute<{ id: string }>(sql`
    select p.id from product p join (
      select l.product_id, count(distinct l.customer_id) as buyers from purchase_line l
      join customer c on c.workspace_id = ${scope.workspaceId} and c.customer_id = l.customer_id and c.kind = 'person'
      where l.workspace_id = ${scope.workspaceId} and l.kind = 'sale' and l.quantity > 0
        and l.day between ${addDays(day0, -365)}::date and ${addDays(day0, -1)}::date
      group by l.product_id) sold on sold.product_id = p.id
    where p.workspace_id = ${scope.workspaceId} and p.merchandise and p.kind = 'product' and sold.buyers >= ${buyers}::int
    order by md5(p.external_id || ${day0}::text) limit ${perDay}::int`);
  return rows.map((row) => Number(row.id));
}
