import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { partsOn, type Split } from "./splits";

/**
 * Into `hidden_move`, as `stratum_hidden` holds them: of those `watched` (sum-moves.ts, with their matched set) who are not seen on a
 * day of `unseen` (gather-gaps.ts), and have not `returned` in the round before it.
 */
export async function sumHidden({ db }: Scope, roundDays: number, splits: readonly Split[]): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.hidden_move`);
  await db.execute(sql`
    create temp table hidden_move on commit drop as
    select p.part, h.round, p.cell as stratum, u.day, sum(w.sign * w.exposed)::int as exposed,
      sum(w.sign * (1 - w.exposed))::int as twins
    from unseen u join watched w using (matched_set)
    cross join lateral (values (0), ((u.day - w.day0) / ${roundDays}::int + 1)) as h (round)
    cross join lateral ${partsOn(splits, sql`u.day`)} p
    left join returned r on r.customer_id = w.customer_id and r.sign = w.sign and r.round = h.round
    where u.day >= w.day0 and (w.out is null or w.out > u.day) and (r.day is null or r.day > u.day)
    group by p.part, h.round, p.cell, u.day
    having sum(w.sign * w.exposed) <> 0 or sum(w.sign * (1 - w.exposed)) <> 0`);
}
