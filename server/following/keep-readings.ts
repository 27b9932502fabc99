import { and, eq } from "drizzle-orm";
import { reading } from "@/db/schema";
import type { Scope } from "../scope";
import { type Method, type PartsOf, partsOf, type Slice } from "./schema";
import { READING_VERSION } from "./settings";

export type NewReading = { [M in Method]: { method: M; slice: Slice; parts: PartsOf<M> } }[Method];

/** Keeps the readings of one change as of a day, in place of those of the same day. */
export async function keepReadings(
  scope: Scope,
  changeId: number,
  asOf: string,
  readings: readonly NewReading[],
): Promise<void> {
  const subject = `change:${changeId}`;
  await scope.db
    .delete(reading)
    .where(and(eq(reading.workspaceId, scope.workspaceId), eq(reading.subject, subject), eq(reading.asOf, asOf)));
  if (readings.length === 0) return;
  await scope.db.insert(reading).values(
    readings.map((each) => ({
      workspaceId: scope.workspaceId,
      method: each.method,
      version: READING_VERSION,
      subject,
      slice: each.slice,
      asOf,
      ...headline(each),
      parts: partsOf[each.method].parse(each.parts) as Record<string, unknown>,
      knownAt: scope.now,
    })),
  );
}

/** What the row says without opening its parts. */
function headline(each: NewReading): {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number | null;
} {
  if (each.method === "follow_rate" && each.parts.rate.kind === "rate") {
    const { ratio, band, exposed } = each.parts.rate;
    return { value: ratio, low: band.lower, high: band.upper, n: exposed };
  }
  return { value: null, low: null, high: null, n: each.method === "where" ? each.parts.n : null };
}
