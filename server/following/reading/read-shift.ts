import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { behaviourShift } from "../../stats/behaviour-shift";
import { benjaminiHochberg } from "../../stats/benjamini-hochberg";
import { shiftError } from "../../stats/shift-error";
import { PRODUCTS, SHIFT_METRICS, type ShiftSums } from "../../stats/shift-sums";
import type { Cohort } from "../cohort/open-cohort";
import { isSeen } from "../counting/gather-gaps";
import { addDays, daysBetween } from "../days";
import { calibrationOf } from "../monitors/calibration-of";
import type { PartsOf } from "../schema";
import { LOOK_BACK } from "../settings";
import type { Stretches } from "./stretches";

/** Days on either side of day 0 that are held against each other, at most (methods 5). */
const MOST_DAYS = 182;
/** Figures are per person and so many days. */
const PER_DAYS = 28;
/** Level of the false discoveries among the five figures. */
const LEVEL = 0.05;

interface Window {
  wave: number;
  day0: string;
  opens: string;
  closes: string;
  days: number;
}

/**
 * How behaviour shifted since day 0 (methods 5): the days from day 0 to the end of the stretch (the latest 182 of them) against as many
 * before day 0, exposed against their matched twins. Reads `watcher` and `unseen` (gather-members.ts); null where no wave has a day.
 */
export async function readShift(scope: Scope, cohort: Cohort, stretches: Stretches): Promise<PartsOf<"shift"> | null> {
  const windows = windowsOf(stretches);
  const first = windows[0];
  if (first === undefined) return null;
  const sums = await gatherSums(scope, windows);
  const { tau2 } = calibrationOf(cohort, "all").first;
  const error = shiftError(sums, tau2);
  const found = SHIFT_METRICS.map((metric) => behaviourShift(metric, sums, error));
  const adjusted = benjaminiHochberg(found.map((one) => (one.kind === "shift" ? one.p : null)));
  const people = (exposed: boolean) => sums.reduce((total, row) => total + (row.exposed === exposed ? row.n : 0), 0);
  return {
    days: first.days,
    before: { from: addDays(first.day0, -first.days), to: addDays(first.day0, -1) },
    after: { from: first.opens, to: first.closes },
    perDays: PER_DAYS,
    errors: { by: error.by, clusters: error.clusters, tau: Math.sqrt(error.tau2) },
    exposed: people(true),
    twins: people(false),
    metrics: found.map((one, i) =>
      one.kind === "cannot say" ? one : { ...one, adjusted: adjusted[i] ?? 1, moved: (adjusted[i] ?? 1) <= LEVEL },
    ),
  };
}

/** The longest observed first. */
function windowsOf({ waves }: Stretches): Window[] {
  return waves
    .map(({ wave, day0, to }) => {
      const days = Math.min(MOST_DAYS, daysBetween(day0, to) + 1);
      return { wave, day0, opens: addDays(to, 1 - days), closes: to, days };
    })
    .filter(({ days }) => days > 0)
    .sort((left, right) => right.days - left.days || left.wave - right.wave);
}

interface SumRow extends Record<string, unknown> {
  stratum: number;
  exposed: boolean;
  cluster: string | null;
  n: number;
  sums: number[];
  products: number[];
  active: number[];
}

/** Names in the order of FEATURES. */
const NAMES = ["ob", "oa", "rb", "ra", "fb", "fa", "cb", "ca"].map((name) => sql.identifier(name));

/** One statement: who was watched through, what they did in either window, where they mostly went, summed by stratum, arm and store. */
async function gatherSums({ db, workspaceId }: Scope, windows: readonly Window[]): Promise<ShiftSums[]> {
  const given = windows.map(
    ({ wave, opens, closes, days }) => sql`(${wave}::int, ${opens}::date, ${closes}::date, ${days}::int)`,
  );
  const products = PRODUCTS.map(([i, j]) => sql`sum(${NAMES[i] ?? NAMES[0]} * ${NAMES[j] ?? NAMES[0]})`);
  const rows = await db.execute<SumRow>(sql`
    with span (wave, opens, closes, days) as (values ${sql.join(given, sql`, `)}),
    member as (
      select w.person, w.cell as stratum, w.exposed, w.matched_set, w.day0, s.opens, s.closes, s.days, ${PER_DAYS}::float8 / s.days as pace
      from watcher w join span s using (wave) where w.censored_on is null or w.censored_on > s.closes
    ),
    -- By store first: a mode over the visits themselves would sort all of them.
    shopped as (
      select m.person, v.store_id,
        count(*) filter (where v.occasion and v.day >= m.day0 - m.days and v.day < m.day0) as ob,
        count(*) filter (where v.occasion and v.day >= m.opens) as oa,
        sum(v.amount_minor::float8) filter (where v.day >= m.day0 - m.days and v.day < m.day0) as rb,
        sum(v.amount_minor::float8) filter (where v.day >= m.opens) as ra,
        -sum(v.refund_minor::float8) filter (where v.day >= m.day0 - m.days and v.day < m.day0) as fb,
        -sum(v.refund_minor::float8) filter (where v.day >= m.opens) as fa,
        count(*) filter (where v.occasion and v.day < m.day0) as before
      from member m join visit v on v.workspace_id = ${workspaceId} and v.customer_id = m.person
      where v.day between m.day0 - ${LOOK_BACK}::int and m.closes and ${await isSeen(db)}
      group by m.person, v.store_id
    ),
    bought as (
      select person, sum(ob) as ob, sum(oa) as oa, sum(rb) as rb, sum(ra) as ra, sum(fb) as fb, sum(fa) as fa,
        (array_agg(store_id order by before desc, store_id) filter (where before > 0))[1] as store_id
      from shopped group by person
    ),
    complained as (
      select m.person, count(*) filter (where i.day >= m.day0 - m.days and i.day < m.day0) as cb, count(*) filter (where i.day >= m.opens) as ca
      from member m join interaction i on i.workspace_id = ${workspaceId} and i.customer_id = m.person
      where i.kind = 'complaint' and i.day between m.day0 - m.days and m.closes
      group by m.person
    ),
    did as (
      select m.stratum, m.exposed, b.store_id, pace * coalesce(ob, 0) as ob, pace * coalesce(oa, 0) as oa, pace * coalesce(rb, 0) as rb,
        pace * coalesce(ra, 0) as ra, pace * coalesce(fb, 0) as fb, pace * coalesce(fa, 0) as fa, pace * coalesce(cb, 0) as cb,
        pace * coalesce(ca, 0) as ca
      from member m left join bought b using (person) left join complained c using (person)
    )
    select stratum, exposed, store_id as cluster, count(*)::int as n,
      array[${sql.join(
        NAMES.map((name) => sql`sum(${name})`),
        sql`, `,
      )}]::float8[] as sums,
      array[${sql.join(products, sql`, `)}]::float8[] as products,
      array[count(*) filter (where ob + oa > 0), count(*) filter (where ob + oa > 0), count(*) filter (where rb <> 0 or ra <> 0),
        count(*) filter (where fb <> 0 or fa <> 0), count(*) filter (where cb + ca > 0)]::int[] as active
    from did group by stratum, exposed, store_id`);
  return rows.map(({ cluster, active, ...row }) => {
    const [occasions = 0, basket = 0, revenue = 0, refunds = 0, complaints = 0] = active;
    return { ...row, cluster: Number(cluster ?? 0), active: { occasions, basket, revenue, refunds, complaints } };
  });
}
