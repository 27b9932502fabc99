import { rollup } from "d3-array";
import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { occasionsInScope } from "../cohort/occasions-in-scope";
import type { Cohort } from "../cohort/open-cohort";
import { drawnFrom } from "../cohort/seed";
import { lookBack } from "../cohort/wave-context";
import { INTENSE } from "../settings";
import { type Joined, joinedRows } from "./gather-joined";
import type { LaterPart } from "./later-part";

/** Members of either arm whose purchases are looked at, about; of a smaller cohort all. */
const SAMPLE = 2_000;

/** A member of an arm and the share of their occasions, in the look-back before their day 0, that fell in the other's scope. */
export interface Depth {
  arm: "exposed" | "twins";
  depth: number;
}

export interface Touch {
  /** Share of either arm that bought in the scope. */
  exposed: number;
  twins: number;
  /** By how much of all their occasions the arms differ in it: as they are, and where its people are kept apart. */
  gap: number;
  gapApart: number;
}

/** Those who bought in the scope of another change, in a sample of the members whose day 0 is not after its first day. */
export async function shareTouched(scope: Scope, found: Cohort, other: LaterPart, joined: Joined): Promise<Touch> {
  const { db, workspaceId } = scope;
  const members = await drawMembers(scope, found, other, joined);
  const depths: Depth[] = [];
  for (const day0 of new Set(members.map((member) => member.day0))) {
    const own = members.filter((member) => member.day0 === day0);
    const { from, to } = lookBack(day0);
    const ids = bigints(own.map(({ person }) => Number(person)));
    const rows = await db.execute<{ customer_id: string; depth: number }>(sql`
      with met as (
        select customer_id, count(*) as n from (${occasionsInScope(workspaceId, other.rule, { from, to })}) o
        where customer_id = any(${ids}) group by customer_id
      )
      select customer_id, (n::float8 / greatest(n, (
        select count(distinct v.day) from visit v where v.workspace_id = ${workspaceId} and v.customer_id = met.customer_id
          and v.sale_lines > 0 and v.day between ${from}::date and ${to}::date))) as depth
      from met`);
    const depthOf = new Map(rows.map((row) => [row.customer_id, row.depth]));
    depths.push(...own.map(({ person, arm }) => ({ arm, depth: depthOf.get(person) ?? 0 })));
  }
  return touchOf(depths);
}

async function drawMembers({ db, workspaceId }: Scope, found: Cohort, other: LaterPart, joined: Joined) {
  const { from, drawn } = drawnFrom(found.seed);
  const step = (arm: number) => Math.ceil(65_536 / Math.max(1, arm / SAMPLE));
  const { matched = 0, twins = 0 } = found.counts;
  return db.execute<{ person: string; arm: Depth["arm"]; day0: string }>(sql`
    select coalesce(j.person, m.customer_id) as person, case m.arm when 'exposed' then 'exposed' else 'twins' end as arm, m.day0
    from (
      select customer_id, arm, day0 from cohort_member ${from}
      where workspace_id = ${workspaceId} and change_id = ${found.changeId} and revision = ${found.revision}
        and arm in ('exposed', 'twin') and day0 <= ${other.from}::date
        and (${drawn} >> 16) < case arm when 'exposed' then ${step(matched)}::bigint else ${step(twins)}::bigint end
    ) m left join (${joinedRows(joined)}) j using (customer_id)`);
}

/** Kept apart are those who never bought in it, those who did, and those who made at least half of their occasions in it. */
export const kindOf = (depth: number): 0 | 1 | 2 => (depth <= 0 ? 0 : depth < INTENSE ? 1 : 2);

/** Of kinds without a twin nobody is compared, so that they make no gap. */
export function touchOf(depths: readonly Depth[]): Touch {
  const groups = rollup(
    depths,
    (own) => ({ n: own.length, depth: own.reduce((sum, { depth }) => sum + depth, 0) }),
    ({ arm }) => arm,
    ({ depth }) => kindOf(depth),
  );
  const of = (arm: Depth["arm"], kind: 0 | 1 | 2) => groups.get(arm)?.get(kind) ?? { n: 0, depth: 0 };
  const arm = (name: Depth["arm"]) => {
    const [none, some, most] = [of(name, 0), of(name, 1), of(name, 2)];
    const n = Math.max(1, none.n + some.n + most.n);
    return { n, some, most, touched: (some.n + most.n) / n, depth: (some.depth + most.depth) / n };
  };
  const [exposed, twins] = [arm("exposed"), arm("twins")];
  const within = (own: { n: number; depth: number }, theirs: { n: number; depth: number }) =>
    theirs.n === 0 || own.n === 0 ? 0 : (own.n / exposed.n) * (own.depth / own.n - theirs.depth / theirs.n);
  return {
    exposed: exposed.touched,
    twins: twins.touched,
    gap: exposed.depth - twins.depth,
    gapApart: within(exposed.some, twins.some) + within(exposed.most, twins.most),
  };
}
