import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { sameFigures } from "./same-figures";
import { type Method, type PartsOf, partsOf, type Slice } from "./schema";
import { READING_VERSION } from "./settings";

export type NewReading = { [M in Method]: { method: M; slice: Slice; parts: PartsOf<M> } }[Method];

/**
 * Keeps the readings of one change as of a day. What was shown stays: a figure that came out differently is written beside it, later
 * known; one that did not move since it was last written, for this day or an earlier one, is not written again.
 */
export async function keepReadings(
  scope: Scope,
  { changeId, revision }: { changeId: number; revision: number },
  asOf: string,
  readings: readonly NewReading[],
): Promise<void> {
  if (readings.length === 0) return;
  const rows = readings.map((each) => ({
    method: each.method,
    slice: each.slice,
    ...headline(each),
    parts: partsOf[each.method].parse(each.parts),
  }));
  const subject = `change:${changeId}`;
  const known = await scope.db.execute<{ method: string; slice: string; parts: unknown }>(sql`
    select distinct on (method, slice) method, slice, parts from reading
    where workspace_id = ${scope.workspaceId} and subject = ${subject} and revision = ${revision}
      and version = ${READING_VERSION}::int and as_of <= ${asOf}::date
    order by method, slice, as_of desc, known_at desc`);
  const last = new Map(known.map(({ method, slice, parts }) => [`${method} ${slice}`, parts]));
  const moved = rows.filter(({ method, slice, parts }) => !sameFigures(last.get(`${method} ${slice}`), parts));
  if (moved.length === 0) return;
  await scope.db.execute(sql`
    insert into reading (workspace_id, method, version, subject, slice, revision, as_of, value, low, high, n, parts, known_at)
    select ${scope.workspaceId}::int, method, ${READING_VERSION}::int, ${subject}, slice, ${revision}::int,
      ${asOf}::date, value, low, high, n, parts, ${scope.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
      as r (method text, slice text, value float8, low float8, high float8, n int, parts jsonb)
    on conflict on constraint reading_pk do update set value = excluded.value, low = excluded.low, high = excluded.high,
      n = excluded.n, parts = excluded.parts`);
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
