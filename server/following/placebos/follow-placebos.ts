import { sql } from "drizzle-orm";
import { bigints, integers } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { addDays } from "../days";
import { type FollowedPlacebo, followPlacebo, type RoundsOf, silentPlacebo } from "./follow-placebo";
import { type Draw, findPeople, gatherVisits, type Placebo, portrayDay } from "./placebo-people";
import { gatherMet, type Touch, touchesOf } from "./placebo-touch";

/** Followed until a recorded change to the same people begins, if that leaves so many days. */
const LEAST_DAYS = 56;
/** A store that lacks more days than this of those followed says nothing. */
const MOST_MISSING = 7;

export interface FollowOptions {
  draw: Draw;
  /** So many are followed; of what is left as many more as say nothing, until enough of them say something. */
  most: number;
  enough: number;
  roundsOf: RoundsOf;
  /** Other changes are looked for. */
  recorded?: boolean;
}

/**
 * Placebo changes of one change, or of several that share a crowd (drawCrowd()), by their number: people are found and their visits
 * read once for all. Those that a recorded change or missing days forbid are told apart before anybody is followed; of the others
 * the first in the order given.
 */
export async function followPlacebos(
  placebos: readonly Placebo[],
  { draw, enough, most, roundsOf, recorded = true }: FollowOptions,
): Promise<Map<number, FollowedPlacebo>> {
  const ran = new Map<number, FollowedPlacebo>();
  const scope = placebos[0]?.context.scope;
  if (!scope) return ran;
  await findPeople(placebos, draw);
  if (recorded) await gatherMet(placebos);
  const touches = recorded ? await touchesOf(placebos) : new Map<number, Touch>();
  const alone = placebos.map((each) => ({
    ...each,
    days: Math.min(each.days, touches.get(each.number)?.alone ?? each.days),
  }));
  const blind = await blindPlacebos(alone);
  for (const { number, days } of alone) {
    if (days < LEAST_DAYS) ran.set(number, silentPlacebo("another change"));
    else if (blind.has(number)) ran.set(number, silentPlacebo("missing days"));
  }
  const left = alone.filter(({ number }) => !ran.has(number));
  await keepOnly(scope, left);
  const last = left.map(({ context, days }) => addDays(context.wave.day0, days - 1)).sort();
  await gatherVisits(scope, last.at(-1) ?? scope.today);
  let measured = 0;
  for (let at = 0; at < left.length && measured < enough; ) {
    const tried = left.slice(at, at + most - measured);
    at += tried.length;
    for (const day of new Set(tried.map(({ context }) => context.wave.day0))) {
      const ofDay = tried.filter(({ context }) => context.wave.day0 === day);
      await portrayDay(ofDay);
      for (const placebo of ofDay) {
        const result = await followPlacebo(placebo, {
          overlaps: touches.get(placebo.number)?.before ?? [],
          roundsOf,
        });
        ran.set(placebo.number, result);
        if (result.unmeasurable === null) measured += 1;
      }
    }
  }
  return ran;
}

/** Visits are read of nobody else. */
async function keepOnly({ db }: Scope, placebos: readonly Placebo[]): Promise<void> {
  await db.execute(sql`delete from found where number <> all(${integers(placebos.map(({ number }) => number))})`);
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
