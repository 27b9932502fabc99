import { type SQL, sql } from "drizzle-orm";
import { integers } from "@/db/array-parameter";
import type { Scope } from "../scope";
import type { Candidates } from "../stats/twins";
import { drawnFrom } from "./seed";
import { CANDIDATES_PER_EXPOSED } from "./settings";

/** Bytes of one person in a packed column: see `packed`. */
const WIDTH = 44;

export interface Sitters {
  exposed: Candidates;
  pool: Candidates;
}

/**
 * The concerned and, for each stratum, at most 12 eligible candidates per concerned person, drawn by a seeded hash of the id;
 * all of them where there are fewer. One packed value per arm: a row per person costs ten times as long in the driver.
 */
export async function readCandidates(scope: Scope, stratum: SQL, seed: number): Promise<Sitters> {
  const { from, drawn } = drawnFrom(seed);
  await scope.db.execute(sql`
    create temp table placed on commit drop as
    select customer_id, ${stratum} as stratum, in_scope is not null as exposed from sitter where fit`);
  await scope.db.execute(sql`analyze placed`);
  const sizes = await scope.db.execute<{ stratum: number; exposed: number; eligible: number }>(sql`
    select stratum, (count(*) filter (where exposed))::int as exposed, (count(*) filter (where not exposed))::int as eligible
    from placed where stratum is not null group by stratum having count(*) filter (where exposed) > 0 order by stratum`);
  const limits = sizes.map(({ exposed, eligible }) =>
    Math.floor(65_536 * Math.min(1, (CANDIDATES_PER_EXPOSED * exposed) / Math.max(1, eligible))),
  );
  const rows = await scope.db.execute<{ exposed: boolean; packed: Uint8Array }>(sql`
    with rate as (
      select * from unnest(${integers(sizes.map((each) => each.stratum))}, ${integers(limits)}) as r (stratum, below)
    ),
    kept as (
      select customer_id, p.stratum, p.exposed from placed p ${from}
      join rate r on r.stratum = p.stratum where p.exposed or (${drawn} >> 16) < r.below
    )
    select k.exposed, string_agg(${packed}, ''::bytea) as packed
    from kept k join sitter s using (customer_id) group by k.exposed`);
  const arm = (exposed: boolean) => unpack(rows.find((row) => row.exposed === exposed)?.packed ?? new Uint8Array());
  return { exposed: arm(true), pool: arm(false) };
}

const packed = sql`int8send(s.customer_id) || int4send(k.stratum) || int4send(s.n_365) || int4send(s.silent)
  || int4send(s.t_total) || int4send(s.products) || float8send(s.value_365) || float8send(s.season_share)`;

/** Big-endian, as PostgreSQL sends: id (8), stratum, occasions, silent, tenure, products (4 each), value, season (8 each). */
export function unpack(bytes: Uint8Array): Candidates {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.byteLength / WIDTH;
  const column = (offset: number) => Float64Array.from({ length: size }, (_, i) => view.getInt32(i * WIDTH + offset));
  const wide = (offset: number) => Float64Array.from({ length: size }, (_, i) => view.getFloat64(i * WIDTH + offset));
  return {
    id: Float64Array.from(
      { length: size },
      (_, i) => view.getUint32(i * WIDTH) * 4_294_967_296 + view.getUint32(i * WIDTH + 4),
    ),
    stratum: Int32Array.from({ length: size }, (_, i) => view.getInt32(i * WIDTH + 8)),
    frequency: column(12),
    recency: column(16),
    tenure: column(20),
    products: column(24),
    monetary: wide(28),
    seasonalShare: wide(36),
  };
}
