import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { Dimension } from "../schema";
import { type Stretches, stretchTable } from "./stretches";

/** Exposed people of one stratum and one row of a breakdown, under watch during the whole stretch, and those who came in it. */
export interface HabitCount {
  dimension: Dimension;
  /** The store, the category or the channel; null = none is known. */
  ref: string | null;
  stratum: number;
  n1: number;
  y1: number;
}

/**
 * The exposed by main store, main category and main channel, as frozen with the cohort, and by stratum. Reads `watcher` and `stop`
 * (gather-members.ts).
 */
export async function readHabits({ db }: Scope, stretches: Stretches): Promise<HabitCount[]> {
  const rows = await db.execute<Omit<HabitCount, "dimension"> & { place: number }>(sql`
    with ${stretchTable(stretches)},
    came as (
      select distinct customer_id from stop join stretch using (wave) where exposed and occasion and day between opens and closes
    ),
    watched as (
      select cell as stratum, main_store_id, main_category_id, main_channel, c.customer_id is not null as came
      from watcher w join stretch using (wave) left join came c using (customer_id)
      where exposed and main_channel is not null and (censored_on is null or censored_on > closes)
    )
    select grouping(main_store_id, main_category_id, main_channel) as place,
      coalesce(main_store_id::text, main_category_id::text, main_channel) as ref,
      stratum, count(*)::int as n1, (count(*) filter (where came))::int as y1
    from watched
    group by grouping sets ((stratum, main_store_id), (stratum, main_category_id), (stratum, main_channel))
    order by 1, 2, 3`);
  return rows.map(({ place, ...row }) => ({ ...row, dimension: dimensionOf(place) }));
}

/** PostgreSQL's grouping(): a bit is set for each column that is not grouped by. */
function dimensionOf(place: number): Dimension {
  if (place === 0b011) return "store";
  return place === 0b101 ? "category" : "channel";
}
