import { type SQL, sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";

export interface TallyOptions {
  /** Visits at these stores are counted apart (`spilled`), for the spill-over rule of methods 2. */
  spillStores?: readonly number[];
  /** Only people with at least this many occasions in the 365 days up to `asOf`. */
  leastOccasions?: number;
  /** Only these people: a table or subquery with a column customer_id. */
  among?: SQL;
  /** Also when sums over a year and blocks of 91 days next lose something: `oldest_365`, `block_in`. */
  turns?: boolean;
  /** Instead of all visits: a table of the same columns that holds every visit of these people up to `asOf`. */
  visits?: SQL;
  /** Where they are added up from, when that is not `visits`: a CTE, in which nobody can be looked up. */
  gathered?: SQL;
}

/**
 * The CTE `tally`: what each person did up to and including `asOf`, from visits alone. One row per customer with an occasion.
 * Money is summed as float8, exact for whole minor units under 2^53, because sums of bigint cannot be merged cheaply between
 * parallel workers.
 */
export function tallyAsOf(
  workspaceId: number,
  asOf: string,
  {
    spillStores = [],
    leastOccasions = 0,
    among,
    turns = false,
    visits = sql`visit`,
    gathered = visits,
  }: TallyOptions = {},
): SQL {
  const spilled =
    spillStores.length === 0
      ? sql`0::bigint`
      : sql`count(*) filter (where occasion and age < 365 and store_id = any(${bigints(spillStores)}))`;
  const turning = turns
    ? sql`, min(day) filter (where age < 365) as oldest_365, min(91 - age % 91) filter (where occasion and age < 364) as block_in`
    : sql``;
  const people = among ? sql`and customer_id in (select customer_id from ${among})` : sql``;
  return sql`
    tally as (
      select customer_id,
        min(day) filter (where occasion) as first_day,
        max(day) filter (where occasion) as last_day,
        min(day) filter (where occasion and channel = 'store') as first_in_store,
        count(*) filter (where occasion) as occasions,
        count(*) filter (where occasion and age < 365) as n_365,
        count(*) filter (where occasion and age between 273 and 363) as n_season,
        coalesce(sum(amount_minor::float8), 0) as amount,
        coalesce(sum(amount_minor::float8) filter (where age < 365), 0) as value_365,
        sum(new_products) as products,
        coalesce(bit_or(1 << (age / 91)) filter (where occasion and age < 364), 0) as quarters,
        ${spilled} as spilled${turning}
      from (select *, ${asOf}::date - day as age from ${gathered} where workspace_id = ${workspaceId} and day <= ${asOf}::date ${people}) v
      group by customer_id
      having ${leastOccasions > 0 ? sql`count(*) filter (where occasion and age < 365) >= ${leastOccasions}::int` : sql`bool_or(occasion)`}
    )`;
}
