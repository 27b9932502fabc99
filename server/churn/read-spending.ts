import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

const MOST_SPENDERS = 50_000;

/**
 * Repeat occasions with a positive amount and their mean value (minor units), of at most 50,000 customers chosen by a
 * multiplicative hash of their id (the fit's error is then far under the spread between customers). From `rhythm_of`, in the order
 * of the hash: visits of those who come after the last chosen are not read.
 */
export async function readSpending({ db, workspaceId }: Scope, asOf: string): Promise<{ x: number[]; zbar: number[] }> {
  const [row] = await db.execute<{ x: string | null; zbar: string | null }>(sql`
    with repeater as (
      select customer_id, first_day, customer_id * 2654435761 % 4294967296 as place
      from rhythm_of where occasions > 1 order by place, customer_id
    ),
    chosen as (
      select spent.x, spent.zbar
      from repeater r cross join lateral (
        select count(*) as x, avg(amount) as zbar from (
          select sum(v.amount_minor)::float8 as amount from visit v
          where v.workspace_id = ${workspaceId} and v.customer_id = r.customer_id and v.day > r.first_day and v.day <= ${asOf}::date
          group by v.day having bool_or(v.occasion)
        ) occasion where amount > 0
      ) spent
      where spent.x > 0
      order by r.place, r.customer_id limit ${MOST_SPENDERS}::int
    )
    select string_agg(x::text, ',') as x, string_agg(zbar::text, ',') as zbar from chosen`);
  return { x: list(row?.x), zbar: list(row?.zbar) };
}

/** The mean amount of an occasion with a positive one (minor units), of everybody up to and including `asOf`; 0 where there is none. */
export async function readMeanSpent({ db, workspaceId }: Scope, asOf: string): Promise<number> {
  const [row] = await db.execute<{ mean: number | null }>(sql`
    select avg(amount) as mean from (
      select sum(amount_minor)::float8 as amount from visit
      where workspace_id = ${workspaceId} and day <= ${asOf}::date
      group by customer_id, day having bool_or(occasion)
    ) occasion where amount > 0`);
  return row?.mean ?? 0;
}

function list(text: string | null | undefined): number[] {
  return text ? text.split(",").map(Number) : [];
}
