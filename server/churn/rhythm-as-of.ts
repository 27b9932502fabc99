import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { addDays, daysBetween } from "./days";
import { fitRhythm } from "./fit-rhythm";
import { isSampled, type Rhythm } from "./rhythm";
import { type KeptModel, keptModels } from "./rhythm-in-force";
import { linesAreSampled } from "./sampled-lines";

/** Days a fit stays in force before a new one is made (the weekly refit). */
export const IN_FORCE = 7;

/** A past day's fit serves the days that follow it: a thirteenth of those it was made from, at least a week, at most so many. */
const SHARED = { part: 13, most: 28 };

/**
 * The rhythm as of a day: a model fitted in the week before it, and never on later data (the one in force then, or one made for that
 * day before); fitted now for the past day where there is none, or where it has been said since that a source is a sample of lines,
 * or is none.
 */
export async function rhythmAsOf(scope: Scope, asOf: string): Promise<Rhythm> {
  const newest = newestOf(await fittedWithin(scope, asOf, IN_FORCE));
  if (!newest || isSampled(newest.rhythm) !== (await linesAreSampled(scope))) return fitRhythm(scope, asOf);
  return newest.rhythm;
}

/**
 * The rhythm for a change whose day before is `asOf`: the newest model that says something and was fitted in the stretch before it,
 * never on later data. Where there is none it is fitted as of the first day of a stretch of the calendar that holds `asOf`, so that
 * changes of the same weeks share one; where too little had come in by then, as of `asOf`.
 */
export async function rhythmBefore(scope: Scope, asOf: string): Promise<Rhythm> {
  const stretch = await stretchOf(scope, asOf);
  const sampled = await linesAreSampled(scope);
  const near = (await fittedWithin(scope, asOf, stretch)).filter(({ rhythm }) => isSampled(rhythm) === sampled);
  const speaks = ({ refusal }: Rhythm) => refusal === null || sampled;
  const newest = newestOf(near.filter(({ rhythm }) => speaks(rhythm)));
  if (newest) return newest.rhythm;
  const first = addDays(asOf, -(daysBetween("1970-01-01", asOf) % stretch));
  if (first < asOf && !near.some(({ fittedOn }) => fittedOn === first)) {
    const shared = await fitRhythm(scope, first);
    if (speaks(shared)) return shared;
  }
  return near.find(({ fittedOn }) => fittedOn === asOf)?.rhythm ?? fitRhythm(scope, asOf);
}

/** Days, by how far back the data reach. */
async function stretchOf({ db, workspaceId }: Scope, asOf: string): Promise<number> {
  const [row] = await db.execute<{ first: string | null }>(
    sql`select min(day) as first from visit where workspace_id = ${workspaceId}`,
  );
  const history = row?.first ? daysBetween(row.first, asOf) : 0;
  return Math.max(IN_FORCE, Math.min(SHARED.most, Math.floor(history / SHARED.part)));
}

/** Models fitted in the `days` days up to and including this one. */
async function fittedWithin(scope: Scope, asOf: string, days: number): Promise<KeptModel[]> {
  const since = addDays(asOf, 1 - days);
  return (await keptModels(scope)).filter(({ fittedOn }) => fittedOn <= asOf && fittedOn >= since);
}

function newestOf(models: readonly KeptModel[]): KeptModel | null {
  return models.reduce<KeptModel | null>(
    (best, one) => (best === null || one.fittedOn >= best.fittedOn ? one : best),
    null,
  );
}
