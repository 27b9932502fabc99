import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import { type KeptDays, keepDays } from "./keep-days";
import type { Split } from "./splits";
import { sumHidden } from "./sum-hidden";
import { sumMoves } from "./sum-moves";

/**
 * Counts every day of a change from the start into `stratum_day`, up to and including the last one gathered: in each stratum at risk that
 * morning and returned that day, by arm; part 0 of all members gathered (gather-members.ts), part 1 of the intense ones. Round 0 is
 * first returns; round j >= 1 is days (j - 1) R to j R - 1 after day 0, everybody under watch at risk anew. Only days with an event
 * have a row. A member censored on a day is not at risk that morning, nor is one on a day on which their matched set is unseen
 * (gather-gaps.ts).
 * Running it again changes nothing; days that hold somebody erased since stay as they were counted (D16). Equals
 * stats/stratum-days.ts (count-days.db.test.ts).
 */
export async function countDays(
  scope: Scope,
  target: ChangeRule,
  roundDays: number,
  splits: readonly Split[] = [],
): Promise<KeptDays> {
  const { db } = scope;
  await db.execute(sql`drop table if exists pg_temp.watched, pg_temp.came`);
  await db.execute(sql`
    create temp table watched on commit drop as
    select customer_id, 1 as sign, stratum, later, exposed::int as exposed, intense, day0, censored_on as out,
      matched_set
    from watcher`);
  await db.execute(sql`
    create temp table came on commit drop as
    select s.customer_id, 1 as sign, w.stratum, w.later, s.exposed::int as exposed, s.intense, w.day0, w.censored_on as out, s.day,
      null::date as prev
    from stop s join watcher w using (customer_id) where s.occasion`);
  await db.execute(sql`analyze came`);
  await sumMoves(scope, roundDays, splits);
  await sumHidden(scope, roundDays, splits);
  const kept = await keepDays(scope, target, { roundDays, anew: true, gaps: true });
  if (kept === null) throw new Error("days counted from the start do not add up");
  return kept;
}
