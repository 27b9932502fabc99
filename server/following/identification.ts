import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../scope";
import type { ChangeRule } from "./change-rule";
import { addDays, daysBetween } from "./days";

/** One day's sales in the changed stores or in those of the twins, minor units. */
export interface IdentifiedDay {
  changed: boolean;
  /** Days since day 0; negative before. */
  since: number;
  identified: number;
  total: number;
}

/** Days before day 0 that the share is compared with, days of one look after it, and the fewest of them. */
const BEFORE = 91;
const LOOK = 28;
const LEAST = 14;
/** A move of over 3 points, beyond what days differ by anyway: z as for a band looked at weekly. */
const MOVE = 0.03;
const Z = 2.9;

/**
 * Whether the share of revenue with a customer identity moved by over 3 points in the changed stores against the twins' stores,
 * in any 28 days since day 0 (methods 4): then fewer returns are seen, not fewer made. The share's standard error takes days as
 * clusters (ratio estimator).
 */
export function identificationMoved(days: readonly IdentifiedDay[], observed: number): boolean {
  for (let from = 0; from === 0 || from + LEAST <= observed; from += LOOK) {
    const within = (changed: boolean, first: number, until: number) =>
      shareOf(days.filter((day) => day.changed === changed && day.since >= first && day.since < until));
    const [a, b] = [within(true, from, from + LOOK), within(true, -BEFORE, 0)];
    const [c, d] = [within(false, from, from + LOOK), within(false, -BEFORE, 0)];
    if (a === null || b === null || c === null || d === null) continue;
    const move = a.share - b.share - (c.share - d.share);
    const error = Math.sqrt(a.variance + b.variance + c.variance + d.variance);
    if (Math.abs(move) > MOVE && Math.abs(move) > Z * error) return true;
  }
  return false;
}

function shareOf(days: readonly IdentifiedDay[]): { share: number; variance: number } | null {
  const total = days.reduce((sum, day) => sum + day.total, 0);
  if (days.length < LEAST || total <= 0) return null;
  const share = days.reduce((sum, day) => sum + day.identified, 0) / total;
  const squares = days.reduce((sum, day) => sum + (day.identified - share * day.total) ** 2, 0);
  return { share, variance: ((days.length / (days.length - 1)) * squares) / total ** 2 };
}

/** Asked of changes in named stores only: elsewhere both arms shop in the same ones. */
export async function identificationChanged(scope: Scope, target: ChangeRule, through: string): Promise<boolean> {
  const { db, workspaceId } = scope;
  const { change, rule, waves } = target;
  const day0 = waves[0]?.day0;
  if (day0 === undefined || rule.stores.length === 0) return false;
  const days = await db.execute<Record<string, never> & IdentifiedDay>(sql`
    with twin_store as (
      select store_id from (
        select v.store_id, count(*) / sum(count(*)) over () as share
        from cohort_member m join visit v using (workspace_id, customer_id)
        where m.workspace_id = ${workspaceId} and m.change_id = ${change.id} and m.revision = ${change.revision}
          and m.arm = 'twin' and v.sale_lines > 0
          and v.day between ${addDays(day0, -BEFORE)}::date and ${addDays(day0, -1)}::date
        group by v.store_id) came
      where share >= 0.01 and store_id <> all(${bigints(rule.stores)})
    ),
    asked as (
      select store_id, false as changed from twin_store
      union all select store_id, true from unnest(${bigints(rule.stores)}) as named (store_id)
    )
    select changed, l.day - ${day0}::date as since,
      coalesce(sum(l.amount_minor) filter (where l.identity_hash is not null), 0)::float8 as identified,
      sum(l.amount_minor)::float8 as total
    from asked join purchase_line l on l.workspace_id = ${workspaceId} and l.store_id = asked.store_id
      and l.day between ${addDays(day0, -BEFORE)}::date and ${through}::date
    where l.kind = 'sale' and l.amount_minor > 0
    group by changed, l.day`);
  return identificationMoved([...days], daysBetween(day0, through) + 1);
}
