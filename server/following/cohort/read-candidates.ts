import { sql } from "drizzle-orm";
import { integers } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import type { Candidates } from "../../stats/twins";
import { CANDIDATES_PER_EXPOSED } from "../settings";
import { drawnFrom } from "./seed";
import { type Strata, stratumOf } from "./stratify";

/** Bytes of one person in a packed column: see `packed`. */
const WIDTH = 40;

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
  const limits = Array.from({ length: Math.max(0, ...strata.sizes.keys()) + 1 }, (_, i) =>
    limitOf(strata.sizes.get(i)),
  );
  const rows = await scope.db.execute<{ exposed: boolean; packed: Uint8Array }>(sql`
    with placed as (select *, ${stratumOf(strata)} as stratum from sitter where fit offset 0),
    kept as (
      select s.* from placed s ${from}
      where (${drawn} >> 16) < case when s.in_scope is null then (${integers(limits)})[stratum + 1] else ${EVERYBODY}::int end
    )
    select in_scope is not null as exposed, string_agg(${packed}, ''::bytea order by customer_id) as packed from kept group by 1`);
  const arm = (exposed: boolean) => unpack(rows.find((row) => row.exposed === exposed)?.packed ?? new Uint8Array());
  return { exposed: arm(true), pool: arm(false) };
}

/** A share of everybody is drawn in steps of one in so many. */
const EVERYBODY = 65_536;

/** The share of a stratum's eligible that is drawn. */
function limitOf({ exposed, eligible } = { exposed: 0, eligible: 0 }): number {
  return Math.floor(EVERYBODY * Math.min(1, (CANDIDATES_PER_EXPOSED * exposed) / Math.max(1, eligible)));
}

const packed = sql`int8send(customer_id) || int8send((stratum::bigint << 32) + n_365) || int8send((silent::bigint << 32) + t_total)
  || int8send((products::bigint << 32) + n_season) || float8send(value_365)`;

/** Big-endian, as PostgreSQL sends: id (8), stratum, occasions, silent, tenure, products, in the season (4 each), value (8). */
export function unpack(bytes: Uint8Array): Candidates {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength / WIDTH;
  const column = (of: (at: number) => number) => Float64Array.from({ length }, (_, i) => of(i * WIDTH));
  const whole = (offset: number) => column((at) => view.getInt32(at + offset));
  const frequency = whole(12);
  const inSeason = whole(28);
  return {
    id: column((at) => view.getUint32(at) * 4_294_967_296 + view.getUint32(at + 4)),
    stratum: Int32Array.from(whole(8)),
    frequency,
    recency: whole(16),
    tenure: whole(20),
    products: whole(24),
    monetary: column((at) => view.getFloat64(at + 32)),
    seasonalShare: inSeason.map((occasions, i) => occasions / Math.max(1, frequency[i] ?? 1)),
  };
}
