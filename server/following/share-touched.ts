import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../scope";
import { type Joined, joinedRows } from "./gather-joined";
import type { LaterPart } from "./later-part";
import { occasionsInScope } from "./occasions-in-scope";
import type { Cohort } from "./open-cohort";
import { drawnFrom } from "./seed";
import { lookBack } from "./wave-context";

/** Members of either arm whose purchases are looked at, about; of a smaller cohort all. */
const SAMPLE = 2_000;

/** Shares of either arm's members, whose day 0 is not after the other's, who bought in its scope in the look-back before their own. */
export async function shareTouched(
  scope: Scope,
  found: Cohort,
  other: LaterPart,
  joined: Joined,
): Promise<{ exposed: number; twins: number }> {
  const members = await drawMembers(scope, found, other, joined);
  const all = { exposed: 0, twins: 0 };
  const touched = { exposed: 0, twins: 0 };
  for (const day0 of new Set(members.map((member) => member.day0))) {
    const own = members.filter((member) => member.day0 === day0);
    const rows = await scope.db.execute<{ customer_id: string }>(sql`
      select distinct customer_id from (${occasionsInScope(scope.workspaceId, other.rule, lookBack(day0))}) o
      where customer_id = any(${bigints(own.map(({ person }) => Number(person)))})`);
    const here = new Set(rows.map(({ customer_id }) => customer_id));
    for (const { person, arm } of own) {
      all[arm] += 1;
      if (here.has(person)) touched[arm] += 1;
    }
  }
  return { exposed: touched.exposed / Math.max(1, all.exposed), twins: touched.twins / Math.max(1, all.twins) };
}

async function drawMembers({ db, workspaceId }: Scope, found: Cohort, other: LaterPart, joined: Joined) {
  const { from, drawn } = drawnFrom(found.seed);
  const step = (arm: number) => Math.ceil(65_536 / Math.max(1, arm / SAMPLE));
  const { matched = 0, twins = 0 } = found.counts;
  return db.execute<{ person: string; arm: "exposed" | "twins"; day0: string }>(sql`
    select coalesce(j.person, m.customer_id) as person, case m.arm when 'exposed' then 'exposed' else 'twins' end as arm, m.day0
    from (
      select customer_id, arm, day0 from cohort_member ${from}
      where workspace_id = ${workspaceId} and change_id = ${found.changeId} and revision = ${found.revision}
        and arm in ('exposed', 'twin') and day0 <= ${other.from}::date
        and (${drawn} >> 16) < case arm when 'exposed' then ${step(matched)}::bigint else ${step(twins)}::bigint end
    ) m left join (${joinedRows(joined)}) j using (customer_id)`);
}
