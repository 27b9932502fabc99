import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { addDays } from "./days";
import { type FollowedPlacebo, followPlacebo, type RoundsOf, silentPlacebo } from "./follow-placebo";
import { type Draw, findPeople, gatherVisits, type Placebo, portrayDay } from "./placebo-people";
import { gatherMet, overlapsOf } from "./placebo-touch";

/** A store that lacks more days than this of those followed says nothing. */
const MOST_MISSING = 7;

export interface FollowOptions {
  draw: Draw;
  /** No more are followed once so many say something. */
  most: number;
  roundsOf: RoundsOf;
  /** Other changes are looked for. */
  recorded?: boolean;
}

/**
 * Placebo changes of one change, or of several that share a crowd (drawCrowd()), by their number: people are found and their visits
 * read once for all, portraits once per day. Those that a recorded change or missing days forbid are told apart before; those
 * beyond `most` are left out. In the order given.
 */
export async function followPlacebos(
  placebos: readonly Placebo[],
  { draw, most, roundsOf, recorded = true }: FollowOptions,
): Promise<Map<number, FollowedPlacebo>> {
  const ran = new Map<number, FollowedPlacebo>();
  const scope = placebos[0]?.context.scope;
  if (!scope) return ran;
  await findPeople(placebos, draw);
  if (recorded) await gatherMet(placebos);
  const overlaps = recorded ? await overlapsOf(placebos) : new Map(placebos.map(({ number }) => [number, []]));
  const blind = await blindPlacebos(placebos);
  for (const { number } of placebos) {
    if (overlaps.get(number) === null) ran.set(number, silentPlacebo("another change"));
    else if (blind.has(number)) ran.set(number, silentPlacebo("missing days"));
  }
  const left = placebos.filter(({ number }) => !ran.has(number));
  const last = left.map(({ context, days }) => addDays(context.wave.day0, days - 1)).sort();
  await gatherVisits(scope, last.at(-1) ?? scope.today);
  const days = [...new Set(left.map(({ context }) => context.wave.day0))];
  let measured = 0;
  for (const ofDay of days.map((day) => left.filter(({ context }) => context.wave.day0 === day))) {
    if (measured >= most) break;
    await portrayDay(ofDay);
    for (const placebo of ofDay) {
      if (measured >= most) break;
      const result = await followPlacebo(placebo, { overlaps: overlaps.get(placebo.number) ?? [], roundsOf });
      ran.set(placebo.number, result);
      if (result.unmeasurable === null) measured += 1;
    }
  }
  return ran;
}

/** Numbers of those of whose stores one lacks too many of the days followed. */
async function blindPlacebos(placebos: readonly Placebo[]): Promise<Set<number>> {
  const stores = [...new Set(placebos.flatMap(({ context }) => context.wave.stores))];
  const scope = placebos[0]?.context.scope;
  if (stores.length === 0 || !scope) return new Set();
  const rows = await scope.db.execute<{ store_id: string; day: string }>(sql`
    select store_id, day from store_day
    where workspace_id = ${scope.workspaceId} and store_id = any(${bigints(stores)}) and status = 'missing'`);
  const missing = rows.map((row) => ({ store: Number(row.store_id), day: row.day }));
  const isBlind = ({ context: { wave }, days }: Placebo) =>
    wave.stores.some((id) => {
      const until = addDays(wave.day0, days - 1);
      return missing.filter(({ store, day }) => store === id && day >= wave.day0 && day <= until).length > MOST_MISSING;
    });
  return new Set(placebos.filter(isBlind).map(({ number }) => number));
}
