import { sql } from "drizzle-orm";
import { integers } from "@/db/array-parameter";
import type { Scope } from "../scope";
import type { Candidates } from "../stats/twins";
import { drawnFrom } from "./seed";
import { CANDIDATES_PER_EXPOSED } from "./settings";
import { type Strata, stratumOf } from "./stratify";

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
export async function readCandidates(scope: Scope, strata: Strata, seed: number): Promise<Sitters> {
  const { from, drawn } = drawnFrom(seed);
  const numbers = [...strata.sizes.keys()];
  const limits = numbers.map((stratum) => limitOf(strata.sizes.get(stratum)));
  const rows = await scope.db.execute<{ exposed: boolean; packed: Uint8Array }>(sql`
    with rate as (
      select * from unnest(${integers(numbers)}, ${integers(limits)}) as r (stratum, below)
    ),
    placed as (select *, ${stratumOf(strata)} as stratum from sitter where fit),
    kept as (
      select s.* from placed s join rate r using (stratum) ${from} where s.in_scope is not null or (${drawn} >> 16) < r.below
    )
    select in_scope is not null as exposed, string_agg(${packed}, ''::bytea) as packed from kept group by 1`);
  const arm = (exposed: boolean) => unpack(rows.find((row) => row.exposed === exposed)?.packed ?? new Uint8Array());
  return { exposed: arm(true), pool: arm(false) };
}

/** Of 65,536: the share of a stratum's eligible that is drawn. */
function limitOf({ exposed, eligible } = { exposed: 0, eligible: 0 }): number {
  return Math.floor(65_536 * Math.min(1, (CANDIDATES_PER_EXPOSED * exposed) / Math.max(1, eligible)));
}

const packed = sql`int8send(customer_id) || int4send(stratum) || int4send(n_365) || int4send(silent)
  || int4send(t_total) || int4send(products) || float8send(value_365) || float8send(season_share)`;

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
