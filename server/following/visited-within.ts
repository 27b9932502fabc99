import { type SQL, sql } from "drizzle-orm";
import { daysBetween } from "./days";

/** Up to so many days are quicker looked up than found by going through all visits. */
const FEW_DAYS = 30;

/**
 * A visit `v` lies on one of the days [from, to]. The table lies in the order of its customers and a day is scattered over all of
 * it: of 3.8 million visits, those of 224 days of 150,000 people are read from end to end in 0.6 s where the planner looks the days
 * up in 1.6 s; of 84 days in 0.5 s either way. What the planner knows of `day + 0` is the statistics `visit_day_as_read`.
 */
export function visitedWithin(from: string, to: string): SQL {
  const day = daysBetween(from, to) < FEW_DAYS ? sql`v.day` : sql`v.day + 0`;
  return sql`${day} between ${from}::date and ${to}::date`;
}
