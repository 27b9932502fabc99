import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { ShiftError } from "../../stats/shift-error";
import { PRODUCTS, type ShiftSums } from "../../stats/shift-sums";
import { isSeen } from "../counting/gather-gaps";
import { addDays, earlier } from "../days";
import { visitedWithin } from "../visited-within";

/** Figures are per person and so many days. */
export const PER_DAYS = 28;

/** The days of one wave that are held against each other: `opens` to `closes`, and as many (`days`) before day 0. */
export interface Window {
  wave: number;
  day0: string;
  opens: string;
  closes: string;
  days: number;
}

/** A stratum and arm; of each store: people, sums of FEATURES and PRODUCTS, people with occasions, revenue, refunds, complaints. */
interface SumRow extends Record<string, unknown> {
  stratum: number;
  exposed: boolean;
  cells: [store: number, n: number, sums: number[], products: number[], active: [number, number, number, number]][];
}

/** Names in the order of FEATURES. */
const NAMES = ["ob", "oa", "rb", "ra", "fb", "fa", "cb", "ca"].map((name) => sql.identifier(name));

/**
 * One statement: who was watched through and what they did in either window, summed by stratum and arm, and by their main store as
 * frozen with the cohort if errors are reckoned by store. Reads `watcher` and `unseen` (gather-members.ts).
 */
export async function sumBehaviour(
  { db, workspaceId }: Scope,
  windows: readonly Window[],
  by: ShiftError["by"],
): Promise<ShiftSums[]> {
  const given = windows.map(
    ({ wave, opens, closes, days }) => sql`(${wave}::int, ${opens}::date, ${closes}::date, ${days}::int)`,
  );
  const products =
    by === "store" ? [] : PRODUCTS.map(([i, j]) => sql`sum(${NAMES[i] ?? NAMES[0]} * ${NAMES[j] ?? NAMES[0]})`);
  const [from = "", ...later] = windows.map(({ day0, days }) => addDays(day0, -days));
  const to =
    windows
      .map(({ closes }) => closes)
      .sort()
      .at(-1) ?? "";
  const rows = await db.execute<SumRow>(sql`
    with span (wave, opens, closes, days) as (values ${sql.join(given, sql`, `)}),
    member as (
      select w.person, w.cell as stratum, w.exposed, w.matched_set, ${by === "store" ? sql`w.main_store_id` : sql`null::bigint`} as store_id,
        w.day0, s.opens, s.closes, s.days, ${PER_DAYS}::float8 / s.days as pace
      from watcher w join span s using (wave) where w.censored_on is null or w.censored_on > s.closes
    ),
    bought as (
      select m.person,
        count(*) filter (where v.occasion and v.day < m.day0) as ob,
        count(*) filter (where v.occasion and v.day >= m.opens) as oa,
        sum(v.amount_minor::float8) filter (where v.day < m.day0) as rb,
        sum(v.amount_minor::float8) filter (where v.day >= m.opens) as ra,
        -sum(v.refund_minor::float8) filter (where v.day < m.day0) as fb,
        -sum(v.refund_minor::float8) filter (where v.day >= m.opens) as fa
      from member m join visit v on v.workspace_id = ${workspaceId} and v.customer_id = m.person
      where ${visitedWithin(earlier(from, ...later), to)} and v.day between m.day0 - m.days and m.closes and ${await isSeen(db)}
      group by m.person
    ),
    complained as (
      select m.person, count(*) filter (where i.day >= m.day0 - m.days and i.day < m.day0) as cb, count(*) filter (where i.day >= m.opens) as ca
      from member m join interaction i on i.workspace_id = ${workspaceId} and i.customer_id = m.person
      where i.kind = 'complaint' and i.day between m.day0 - m.days and m.closes
      group by m.person
    ),
    did as (
      select m.stratum, m.exposed, m.store_id, pace * coalesce(ob, 0) as ob, pace * coalesce(oa, 0) as oa, pace * coalesce(rb, 0) as rb,
        pace * coalesce(ra, 0) as ra, pace * coalesce(fb, 0) as fb, pace * coalesce(fa, 0) as fa, pace * coalesce(cb, 0) as cb,
        pace * coalesce(ca, 0) as ca
      from member m left join bought b using (person) left join complained c using (person)
    )
    select stratum, exposed, json_agg(json_build_array(coalesce(store_id, 0), n, sums, products, active)) as cells from (
      select stratum, exposed, store_id, count(*) as n, json_build_array(${sql.join(
        NAMES.map((name) => sql`sum(${name})`),
        sql`, `,
      )}) as sums,
        json_build_array(${sql.join(products, sql`, `)}) as products,
        json_build_array(count(*) filter (where ob + oa > 0), count(*) filter (where rb <> 0 or ra <> 0),
          count(*) filter (where fb <> 0 or fa <> 0), count(*) filter (where cb + ca > 0)) as active
      from did group by stratum, exposed, store_id
    ) cell group by stratum, exposed`);
  return rows.flatMap(({ stratum, exposed, cells }) =>
    cells.map(([cluster, n, sums, products, [occasions, revenue, refunds, complaints]]) => ({
      ...{ stratum, exposed, cluster, n, sums, products },
      active: { occasions, basket: occasions, revenue, refunds, complaints },
    })),
  );
}
