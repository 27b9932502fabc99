import { type SQL, sql } from "drizzle-orm";

/** 32 bits from what names a cohort (FNV-1a): the same workspace, change and revision draw the same twins on every machine. */
export function cohortSeed(workspaceId: number, changeId: number, revision: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${workspaceId}:${changeId}:${revision}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return hash >>> 0;
}

const MASK = sql`4294967295`;
const MIX = sql`73244475`;

/** A number in 0..2^32-1 per customer and seed, the same in every PostgreSQL (its own hash functions are not promised to stay). */
export function drawnFrom(seed: number): { from: SQL; drawn: SQL } {
  const from = sql`
    cross join lateral (select (customer_id + ${seed}::bigint) & ${MASK} as w0) h0
    cross join lateral (select ((w0 # (w0 >> 16)) * ${MIX}) & ${MASK} as w1) h1
    cross join lateral (select ((w1 # (w1 >> 16)) * ${MIX}) & ${MASK} as w2) h2`;
  return { from, drawn: sql`(w2 # (w2 >> 16))` };
}
