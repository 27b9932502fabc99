import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { gatherLines, gatherVisits, SAMPLED } from "../cohort/gather-sampled";
import { needsLines, occasionsInScope } from "../cohort/occasions-in-scope";
import type { Cohort } from "../cohort/open-cohort";
import { drawnFrom } from "../cohort/seed";
import { lookBack } from "../cohort/wave-context";
import { type Joined, joinedRows } from "./gather-joined";
import type { LaterPart } from "./later-part";

/** Members of either arm whose purchases are looked at, about; of a smaller cohort all. */
const SAMPLE = 2_000;

/** Share of either arm that bought in the scope. */
export interface Touch {
  exposed: number;
  twins: number;
}

/** A member looked at: the person they are now, their arm and their wave's day 0. */
export interface Drawn {
  person: number;
  arm: keyof Touch;
  day0: string;
}

/** Draws the members who are looked at, the same ones each time, and gathers their visits. */
export async function drawMembers(scope: Scope, found: Cohort, joined: Joined): Promise<Drawn[]> {
  const { from, drawn } = drawnFrom(found.seed);
  const step = (arm: number) => Math.ceil(65_536 / Math.max(1, arm / SAMPLE));
  const { matched = 0, twins = 0 } = found.counts;
  const rows = await scope.db.execute<{ person: string; arm: keyof Touch; day0: string }>(sql`
    select coalesce(j.person, m.customer_id) as person, case m.arm when 'exposed' then 'exposed' else 'twins' end as arm, m.day0
    from (
      select customer_id, arm, day0 from cohort_member ${from}
      where workspace_id = ${scope.workspaceId} and change_id = ${found.changeId} and revision = ${found.revision}
        and arm in ('exposed', 'twin')
        and (${drawn} >> 16) < case arm when 'exposed' then ${step(matched)}::bigint else ${step(twins)}::bigint end
    ) m left join (${joinedRows(joined)}) j using (customer_id)`);
  const members = rows.map(({ person, arm, day0 }) => ({ person: Number(person), arm, day0 }));
  await gatherVisits(
    scope,
    [...new Set(members.map(({ person }) => person))].map((id) => ({ id })),
  );
  return members;
}

/**
 * The shares that bought in the scope of another change, of the members drawn whose day 0 is not after its first day. Reads what
 * `drawMembers` gathered.
 */
export async function shareTouched(scope: Scope, other: LaterPart, members: readonly Drawn[]): Promise<Touch> {
  const { db, workspaceId } = scope;
  const days = [...new Set(members.map(({ day0 }) => day0))].sort();
  if (needsLines(other.rule)) {
    const [first = other.from, last = first] = [days[0], days.at(-1)];
    const people = [...new Set(members.map(({ person }) => person))];
    await gatherLines(scope, people, { from: lookBack(first).from, to: lookBack(last).to });
  }
  const bought = { exposed: 0, twins: 0 };
  const of = { exposed: 0, twins: 0 };
  for (const day0 of days.filter((each) => each <= other.from)) {
    const own = members.filter((member) => member.day0 === day0);
    const rows = await db.execute<{ customer_id: string }>(sql`
      select distinct customer_id from (${occasionsInScope(workspaceId, other.rule, lookBack(day0), SAMPLED)}) o
      where customer_id = any(${bigints(own.map(({ person }) => person))})`);
    const buyers = new Set(rows.map((row) => Number(row.customer_id)));
    for (const { person, arm } of own) {
      of[arm] += 1;
      if (buyers.has(person)) bought[arm] += 1;
    }
  }
  return { exposed: bought.exposed / Math.max(1, of.exposed), twins: bought.twins / Math.max(1, of.twins) };
}
