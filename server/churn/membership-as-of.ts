import { eq, type SQL, sql } from "drizzle-orm";
import { portraitDay } from "@/db/schema";
import type { Scope } from "../scope";
import { NAMED_SEGMENTS, type NamedSegment } from "../stats/portrait";
import { settingsOf } from "../workspaces/settings";
import { portraitAsOf } from "./portrait";
import { thresholdsOf } from "./rhythm";
import { rhythmAsOf } from "./rhythm-as-of";

/**
 * A subquery (customer_id, segment): in which named segment each person was on a day, as it is known now or, with `knownAt`, as it was
 * known at that moment. Holds from the day on since which memberships are kept (`portrait_day.kept_since`).
 */
export function segmentsOn({ workspaceId }: Pick<Scope, "workspaceId">, day: string, knownAt?: Date): SQL {
  const known = knownAt
    ? sql`known_at <= ${knownAt.toISOString()}::timestamptz
        and (replaced_at is null or replaced_at > ${knownAt.toISOString()}::timestamptz)`
    : sql`replaced_at is null`;
  return sql`(
    select customer_id, segment from membership
    where workspace_id = ${workspaceId} and from_day <= ${day}::date and (to_day is null or to_day > ${day}::date) and ${known}
  )`;
}

/**
 * How many people each named segment had on a day. Days before memberships are kept are worked out now, by the rhythm as of the day
 * (which may be fitted for it): what was known then is not kept, so `knownAt` gives null there.
 */
export async function membershipAsOf(
  scope: Scope,
  day: string,
  knownAt?: Date,
): Promise<{ segment: NamedSegment; n: number }[] | null> {
  const { db, workspaceId } = scope;
  const [known] = await db.select().from(portraitDay).where(eq(portraitDay.workspaceId, workspaceId));
  const kept = known !== undefined && known.keptSince <= day;
  if (!kept && knownAt) return null;
  const rows = await db.execute<{ segment: NamedSegment; n: number }>(
    kept
      ? sql`select segment, count(*)::int as n from ${segmentsOn(scope, day, knownAt)} s group by segment`
      : await portraits(scope, day),
  );
  return NAMED_SEGMENTS.map((segment) => ({ segment, n: rows.find((row) => row.segment === segment)?.n ?? 0 }));
}

async function portraits(scope: Scope, day: string): Promise<SQL> {
  const rhythm = await rhythmAsOf(scope, day);
  const settings = settingsOf(scope.workspace);
  const options = { dueCap: settings.dueCap, thresholds: thresholdsOf(settings, rhythm) };
  return sql`
    with ${portraitAsOf(scope.workspaceId, day, rhythm, options)}
    select segment, count(*)::int as n from portrait group by segment`;
}
