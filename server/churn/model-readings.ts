import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import {
  type CalibrationParts,
  calibrationParts,
  MODEL_READING_VERSION,
  type TrackingParts,
  trackingParts,
} from "./schema";

interface Headline {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number | null;
}

/** Keeps how a model's promises were kept as of today. What was shown stays; what came out as before is not written again. */
export async function keepCalibration(scope: Scope, modelId: number, parts: CalibrationParts): Promise<void> {
  const read = parts.kind === "read" ? parts : null;
  const headline = {
    ...{ value: read?.ratio ?? null, low: read?.low ?? null },
    ...{ high: read?.high ?? null, n: read?.n ?? null },
  };
  await keep(scope, "calibration", `model:${modelId}`, calibrationParts.parse(parts), headline);
}

/** Keeps repeat occasions promised and kept, week by week; of the workspace, whichever model is in force. */
export async function keepTracking(scope: Scope, parts: TrackingParts): Promise<void> {
  const read = parts.kind === "read" ? parts : null;
  const value = read === null ? null : read.holdOut.kept / read.holdOut.promised;
  const headline = { value, low: null, high: null, n: read?.people ?? null };
  await keep(scope, "tracking", "model:base", trackingParts.parse(parts), headline);
}

async function keep(
  { db, workspaceId, today, now }: Scope,
  method: string,
  subject: string,
  parts: unknown,
  of: Headline,
) {
  await db.execute(sql`
    with known as (
      select as_of, parts from reading
      where workspace_id = ${workspaceId} and method = ${method} and subject = ${subject} and slice = 'all'
        and version = ${MODEL_READING_VERSION}::int and as_of <= ${today}::date
      order by as_of desc, known_at desc limit 1
    )
    insert into reading (workspace_id, method, version, subject, slice, as_of, value, low, high, n, parts, known_at)
    select ${workspaceId}::int, ${method}, ${MODEL_READING_VERSION}::int, ${subject}, 'all', ${today}::date, ${of.value}::float8,
      ${of.low}::float8, ${of.high}::float8, ${of.n}::int, ${JSON.stringify(parts)}::text::jsonb, ${now.toISOString()}::timestamptz
    where not exists (select from known where parts = ${JSON.stringify(parts)}::text::jsonb)
    on conflict on constraint reading_pk do update set value = excluded.value, low = excluded.low, high = excluded.high,
      n = excluded.n, parts = excluded.parts`);
}

/** The calibration last read of a model, up to the scope's today. */
export async function lastCalibration(scope: Scope, modelId: number): Promise<CalibrationParts | null> {
  const row = await last(scope, "calibration", `model:${modelId}`);
  return row && calibrationParts.parse(row.parts);
}

/** The tracking last read, and on which day. */
export async function lastTracking(scope: Scope): Promise<{ asOf: string; parts: TrackingParts } | null> {
  const row = await last(scope, "tracking", "model:base");
  return row && { asOf: row.as_of, parts: trackingParts.parse(row.parts) };
}

async function last({ db, workspaceId, today }: Scope, method: string, subject: string) {
  const [row] = await db.execute<{ as_of: string; parts: unknown }>(sql`
    select as_of::text, parts from reading
    where workspace_id = ${workspaceId} and method = ${method} and subject = ${subject} and slice = 'all'
      and version = ${MODEL_READING_VERSION}::int and as_of <= ${today}::date
    order by as_of desc, known_at desc limit 1`);
  return row ?? null;
}

/** The first of the latest days in a row on which the promises of the models in force were not kept; null where they are. */
export async function unfitSince({ db, workspaceId, today }: Scope): Promise<string | null> {
  const [row] = await db.execute<{ since: string | null }>(sql`
    with latest as (
      select distinct on (as_of) as_of, (parts->>'fits')::boolean as fits from reading
      where workspace_id = ${workspaceId} and method = 'calibration' and slice = 'all' and as_of <= ${today}::date
        and parts->>'kind' = 'read'
      order by as_of, known_at desc
    )
    select min(as_of)::text as since from latest
    where not fits and as_of > coalesce((select max(as_of) from latest where fits), '-infinity')`);
  return row?.since ?? null;
}
