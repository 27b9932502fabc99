import { sql } from "drizzle-orm";
import type { Scope } from "../scope";
import { visitsOfLines } from "./visits-of-lines";

/** Works in a transaction of its own beside the one at hand, in the same workspace. */
export type Aside = (work: (scope: Scope) => Promise<number>) => Promise<number>;

interface Stretch {
  from: number;
  upTo: number;
}

/** People whose visits are worked out together: their lines are sorted in memory. */
const TOGETHER = 25_000;

/**
 * Everybody's visits where there are none yet, one stretch of people after another. Nobody has counted any, so none has moved. With
 * `aside` a second transaction takes every other stretch, and ends before this one does; should this one fail after that, what it
 * wrote stands, and the next try writes what differs from it. Returns how many were written.
 */
export async function deriveEverybody(scope: Scope, aside?: Aside, together = TOGETHER): Promise<number> {
  const left = await stretchesOf(scope, together);
  let failed = false;
  const fill = async (within: Scope) => {
    try {
      return await fillStretches(within, left);
    } catch (error) {
      failed = true;
      left.length = 0;
      throw error;
    }
  };
  const beside = async (within: Scope) => {
    const written = await fill(within);
    if (failed) throw new Error("visits are not derived: the transaction beside failed");
    return written;
  };
  const [own, other] = await Promise.allSettled([fill(scope), aside && left.length > 1 ? aside(beside) : 0]);
  if (own.status === "rejected") throw own.reason;
  if (other.status === "rejected") throw other.reason;
  return own.value + other.value;
}

async function stretchesOf({ db, workspaceId }: Scope, together: number): Promise<Stretch[]> {
  const rows = await db.execute<{ from: string; up_to: string }>(sql`
    with numbered as (
      select customer_id, (row_number() over (order by customer_id) - 1) / ${together}::int as stretch
      from customer where workspace_id = ${workspaceId} and kind = 'person'
    )
    select min(customer_id) as from, max(customer_id) as up_to from numbered group by stretch order by stretch`);
  return rows.map((row) => ({ from: Number(row.from), upTo: Number(row.up_to) }));
}

/** Takes one stretch after another off the list, which another hand may take from too. */
async function fillStretches({ db, workspaceId }: Scope, left: Stretch[]): Promise<number> {
  await db.execute(sql`set local work_mem = '128MB'`);
  let visits = 0;
  for (let stretch = left.shift(); stretch; stretch = left.shift()) {
    const written = await db.execute(sql`
      insert into visit (workspace_id, customer_id, day, store_id, channel,
        occasion, sale_lines, amount_minor, refund_minor, new_products, first_minute)
      select ${workspaceId}::int, v.* from (${visitsOfLines(workspaceId, stretch)}) v`);
    visits += written.count;
  }
  return visits;
}
