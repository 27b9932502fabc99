import { sql } from "drizzle-orm";
import { bigints } from "@/db/array-parameter";
import { lookBack, type WaveContext } from "./wave-context";

/** Twins whose stores are looked up: enough to see every store of 1%. */
const TWINS_ASKED = 5_000;
/** Share of the twins' occasions from which on a store counts by itself. */
const LEAST_SHARE = 0.01;

/** Stores that the twins in `chosen` mostly come from, those of the change apart. */
export async function countTwinStores({ scope, target, wave }: WaveContext): Promise<number> {
  const { from, to } = lookBack(wave.day0);
  const changed = target.waves.flatMap((each) => each.stores);
  const rows = await scope.db.execute<{ occasions: number }>(sql`
    select count(*)::int as occasions
    from (select customer_id from chosen where arm = 'twin' limit ${TWINS_ASKED}::int) m
    join visit v on v.workspace_id = ${scope.workspaceId} and v.customer_id = m.customer_id
    where v.sale_lines > 0 and v.day between ${from}::date and ${to}::date and v.store_id <> all(${bigints(changed)})
    group by v.store_id`);
  return storesThatCount(rows.map(({ occasions }) => occasions));
}

/**
 * Of the occasions of each store, how many stores carry the comparison: each with at least 1% of them, and one for each 1% that
 * smaller ones hold together, as all of a chain of hundreds are small.
 */
export function storesThatCount(occasions: readonly number[]): number {
  const all = occasions.reduce((sum, n) => sum + n, 0);
  const large = occasions.filter((n) => n >= LEAST_SHARE * all);
  const held = large.reduce((sum, n) => sum + n, 0);
  return large.length + Math.floor((all - held) / (LEAST_SHARE * Math.max(1, all)) + 1e-9);
}
