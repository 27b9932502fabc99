import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import { partsWith, type Split } from "./splits";

/**
 * Into `hidden_move`, as `stratum_hidden` holds them: of those `watched` (sum-moves.ts, with their matched set) who are not seen on a
 * day of `unseen` (gather-gaps.ts), and have not `returned` in the round before it.
 */
export async function sumHidden({ db }: Scope, roundDays: number, splits: readonly Split[]): Promise<void> {
  await db.execute(sql`drop table if exists pg_temp.hidden_move`);
  const inParts = partsWith(splits);
  await db.execute(sql`
    create temp table hidden_move on commit drop as
    with unseen_member as (
      select w.stratum, w.later, w.intense, w.sign, w.exposed, h.round, u.day
      from unseen u join watched w using (matched_set)
      cross join lateral (values (0), ((u.day - w.day0) / ${roundDays}::int + 1)) as h (round)
      left join returned r on r.customer_id = w.customer_id and r.sign = w.sign and r.round = h.round
      where u.day >= w.day0 and (w.out is null or w.out > u.day) and (r.day is null or r.day > u.day)
    )
    select part, round, cell as stratum, day, sum(sign * exposed)::int as exposed, sum(sign * (1 - exposed))::int as twins
    from (
      select part, round, day, sign, exposed, ${inParts.cellOn(sql`day`)} as cell
      from unseen_member cross join ${inParts.parts} where ${inParts.counts}
    ) m
    group by part, round, cell, day
    having sum(sign * exposed) <> 0 or sum(sign * (1 - exposed)) <> 0`);
}
