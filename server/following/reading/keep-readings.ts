import { sql } from "drizzle-orm";
import { integers, words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { type Method, type PartsOf, partsOf, type Slice } from "../schema";
import { READING_VERSION } from "../settings";
import { sameFigures } from "./same-figures";

export type NewReading = { [M in Method]: { method: M; slice: Slice; parts: PartsOf<M> } }[Method];

/** The readings of one change as of a day. */
export interface NewNight {
  changeId: number;
  revision: number;
  asOf: string;
  readings: readonly NewReading[];
}

/** Readings that are held in memory at once. */
const CHUNK = 2_000;

/**
 * Keeps readings. What was shown stays: a figure that came out differently is written beside it, later known; one that did not move
 * since it was last written, for this day or an earlier one, is not written again.
 */
export async function keepReadings(scope: Scope, nights: readonly NewNight[]): Promise<void> {
  const rows = nights.flatMap(({ changeId, revision, asOf, readings }) =>
    readings.map((each) => ({ subject: `change:${changeId}`, revision, as_of: asOf, each })),
  );
  for (let from = 0; from < rows.length; from += CHUNK) await keep(scope, rows.slice(from, from + CHUNK));
}

interface Row {
  subject: string;
  revision: number;
  as_of: string;
  each: NewReading;
}

async function keep(scope: Scope, rows: readonly Row[]): Promise<void> {
  const fresh = rows.map(({ each, ...row }) => ({
    ...row,
    ...{ method: each.method, slice: each.slice, ...headline(each) },
    parts: partsOf[each.method].parse(each.parts),
  }));
  const known = await readKnown(scope, rows);
  const moved = fresh.filter(({ parts }, i) => !sameFigures(known.get(i), parts));
  if (moved.length === 0) return;
  await scope.db.execute(sql`
    insert into reading (workspace_id, method, version, subject, slice, revision, as_of, value, low, high, n, parts, known_at)
    select ${scope.workspaceId}::int, method, ${READING_VERSION}::int, subject, slice, revision,
      as_of, value, low, high, n, parts, ${scope.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
      as r (subject text, revision int, as_of date, method text, slice text, value float8, low float8, high float8, n int, parts jsonb)
    on conflict on constraint reading_pk do update set value = excluded.value, low = excluded.low, high = excluded.high,
      n = excluded.n, parts = excluded.parts`);
}

/** What was last written of each, by its place. */
async function readKnown({ db, workspaceId }: Scope, rows: readonly Row[]): Promise<Map<number, unknown>> {
  const column = (of: (row: Row) => string) => words(rows.map(of));
  const known = await db.execute<{ place: string; parts: unknown }>(sql`
    select a.place, k.parts
    from unnest(${column(({ each }) => each.method)}, ${column(({ each }) => each.slice)}, ${column(({ subject }) => subject)},
      ${integers(rows.map(({ revision }) => revision))}, ${column((row) => row.as_of)}::date[])
      with ordinality as a (method, slice, subject, revision, as_of, place)
    cross join lateral (
      select r.parts from reading r
      where r.workspace_id = ${workspaceId} and r.method = a.method and r.version = ${READING_VERSION}::int and r.subject = a.subject
        and r.slice = a.slice and r.revision = a.revision and r.as_of <= a.as_of
      order by r.as_of desc, r.known_at desc limit 1) k`);
  return new Map(known.map(({ place, parts }) => [Number(place) - 1, parts]));
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
