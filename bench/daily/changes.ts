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
 * the others in one category, with about as many buyers in the year before as `exposed`.
 */
export async function recordChanges(
  workshop: Workshop,
  workspaceId: number,
  { count, exposed, today }: { count: number; exposed: number; today: string },
): Promise<void> {
  const shops = await storeSizes(workshop, workspaceId, today);
  const kinds = await categorySizes(workshop, workspaceId, today);
  let next = 0;
  const stores = () => {
    const ids: number[] = [];
    for (let reached = 0; reached < exposed && ids.length < shops.length; next += 1) {
      const shop = shops[next % shops.length];
      if (!shop) break;
      ids.push(shop.id);
      reached += shop.people;
    }
    return ids;
  };
  const nearest = kinds.sort((one, other) => Math.abs(one.people - exposed) - Math.abs(other.people - exposed));
  for (let n = 0; n < count; n += 1) {
    const start = dayAfter(today, -SETTLED - Math.round((n * (WEEKS * 7 - SETTLED)) / Math.max(1, count - 1)));
    const category = n % 5 === 4 ? nearest[Math.floor(n / 5) % nearest.length] : undefined;
    const scope = category ? { categories: [category.id] } : { stores: stores().map((id) => ({ id })) };
    await recordOne(workshop, workspaceId, { n, start, scope });
  }
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

function categorySizes({ owner: { sql } }: Workshop, workspaceId: number, today: string): Promise<Size[]> {
  return sql<Size[]>`
    select p.parent_id::int as id, count(distinct l.customer_id)::int as people
    from purchase_line l join product p on p.workspace_id = l.workspace_id and p.id = l.product_id and p.merchandise
    where l.workspace_id = ${workspaceId} and l.day > ${today}::date - 365 and l.identity_hash is not null
    group by p.parent_id`;
}
