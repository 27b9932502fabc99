import { dayAfter } from "@/server/changes/days";
import { recordChange } from "@/server/changes/record-change";
import { changeFields, type ScopeInput } from "@/server/changes/schema";
import type { Workshop } from "@/server/jobs/run";
import { inWorkspace } from "@/server/scope";

const WEEKS = 26;
/** The latest day 0 lies so many days back. */
const SETTLED = 8;

/**
 * Records live changes with days 0 spread over the last 26 weeks, each on its own day: four in five in neighbouring stores,
 * the others of some products, with about as many buyers in the year before as `exposed`.
 */
export async function recordChanges(
  workshop: Workshop,
  workspaceId: number,
  { count, exposed, today }: { count: number; exposed: number; today: string },
): Promise<void> {
  const stores = inTurn(await storeSizes(workshop, workspaceId, today), exposed);
  const products = inTurn(await productSizes(workshop, workspaceId, today), exposed);
  for (let n = 0; n < count; n += 1) {
    const start = dayAfter(today, -SETTLED - Math.round((n * (WEEKS * 7 - SETTLED)) / Math.max(1, count - 1)));
    const scope = n % 5 === 1 ? { products: products() } : { stores: stores().map((id) => ({ id })) };
    await recordOne(workshop, workspaceId, { n, start, scope });
  }
}

/** Takes the next ones until they have so many buyers together; from the first on again after the last. */
function inTurn(sizes: readonly Size[], people: number): () => number[] {
  let next = 0;
  return () => {
    const ids: number[] = [];
    for (let reached = 0; reached < people && ids.length < sizes.length; next += 1) {
      const size = sizes[next % sizes.length];
      if (!size) break;
      ids.push(size.id);
      reached += size.people;
    }
    return ids;
  };
}

interface Recorded {
  n: number;
  start: string;
  scope: Partial<ScopeInput>;
}

async function recordOne(workshop: Workshop, workspaceId: number, { n, start, scope }: Recorded): Promise<void> {
  const who = { workspaceId, actor: { kind: "command", name: "bench" } as const, on: dayAfter(start, -1) };
  const fields = changeFields.parse({ title: `Change ${n + 1}`, moved: "store", kind: "layout", scope, start });
  await inWorkspace(workshop.app.db, { ...who, now: new Date(`${start}T08:00:00Z`) }, (within) =>
    recordChange(within, { ...fields, as: "recorded" }),
  );
}

interface Size {
  id: number;
  people: number;
}

/** Shops (not the web's) in the order of their ids, and who bought there in the year. */
function storeSizes({ owner: { sql } }: Workshop, workspaceId: number, today: string): Promise<Size[]> {
  return sql<Size[]>`
    select l.store_id::int as id, count(distinct l.customer_id)::int as people
    from purchase_line l join store s on s.workspace_id = l.workspace_id and s.id = l.store_id and s.format <> 'web'
    where l.workspace_id = ${workspaceId} and l.day > ${today}::date - 365 and l.identity_hash is not null
    group by l.store_id order by l.store_id`;
}

/** Merchandise, the least bought first. */
function productSizes({ owner: { sql } }: Workshop, workspaceId: number, today: string): Promise<Size[]> {
  return sql<Size[]>`
    select p.id::int as id, count(distinct l.customer_id)::int as people
    from purchase_line l join product p on p.workspace_id = l.workspace_id and p.id = l.product_id and p.merchandise
    where l.workspace_id = ${workspaceId} and l.day > ${today}::date - 365 and l.identity_hash is not null
    group by p.id order by people, p.id`;
}
