import { type SQL, sql } from "drizzle-orm";
import { integers, words } from "@/db/array-parameter";
import { returnWithin } from "../churn/portrait";
import type { Scope } from "../scope";
import { NAMED_SEGMENTS } from "../stats/portrait";
import { cutPointsOfHistogram, type ProbabilityBin } from "../stats/strata";
import type { Overlap } from "./find-overlaps";

/** Return probabilities are cut at ten-thousandths, so that a histogram of them is all that leaves the database. */
export const PROBABILITY_STEPS = 10_000;
const MOST_BINS = 10;

export interface Strata {
  horizonDays: number;
  /** Per segment with concerned people: cut points in ten-thousandths. */
  cuts: Map<string, number[]>;
  /** Bits of `touched.bits` that are matched exactly. */
  exact: number;
  overlaps: (Overlap & { matched: boolean })[];
}

interface HistogramRow extends Record<string, unknown> {
  segment: string;
  step: number;
  exposed: number;
  eligible: number;
}

/**
 * Strata of a wave: segment x quantile bins of the return probability within h*, cut on concerned and eligible together
 * (methods 2), x the overlaps that can be matched exactly. An overlap that hardly anybody eligible shares cannot be told
 * apart from the change: it is kept in the list, not matched.
 */
export async function stratify(scope: Scope, horizonDays: number, overlaps: readonly Overlap[]): Promise<Strata> {
  const histogram = await scope.db.execute<HistogramRow>(sql`
    select segment, ${stepOf(horizonDays)} as step, (count(*) filter (where in_scope is not null))::int as exposed,
      (count(*) filter (where in_scope is null))::int as eligible
    from sitter
    where fit and segment in (select segment from sitter where fit and in_scope is not null)
    group by 1, 2`);
  const cuts = new Map<string, number[]>();
  for (const segment of NAMED_SEGMENTS) {
    const rows = histogram.filter((row) => row.segment === segment);
    const n1 = rows.reduce((sum, row) => sum + row.exposed, 0);
    if (n1 > 0) cuts.set(segment, cutPointsOfHistogram(rows.map(asBin), n1));
  }
  const judged = await Promise.all(overlaps.map(async (each) => ({ ...each, matched: await separable(scope, each) })));
  const exact = judged.reduce((bits, each) => (each.matched ? bits | (1 << each.bit) : bits), 0);
  return { horizonDays, cuts, exact, overlaps: judged };
}

function asBin({ step, exposed, eligible }: HistogramRow): ProbabilityBin {
  return { p: step, exposed, eligible };
}

/** Enough eligible people share it, and enough do not, to give the concerned of either kind a twin each. */
async function separable(scope: Scope, { bit }: Overlap): Promise<boolean> {
  const [row] = await scope.db.execute<{ possible: boolean }>(sql`
    select count(*) filter (where in_scope is null and shared) >= count(*) filter (where in_scope is not null and shared)
      and count(*) filter (where in_scope is null and not shared) >= count(*) filter (where in_scope is not null and not shared)
      as possible
    from (select in_scope, bits & ${1 << bit}::int <> 0 as shared from sitter where fit) s`);
  return row?.possible ?? false;
}

function stepOf(horizonDays: number): SQL {
  return sql`floor(${PROBABILITY_STEPS}::int * (${returnWithin(horizonDays)}))::int`;
}

/** What a stratum's number within its wave says: segment, exact overlaps, bin. The reverse of `stratumOf`. */
export function readStratum(stratum: number): { segment: string; also: number; bin: number } {
  const bin = stratum % MOST_BINS;
  const rest = (stratum - bin) / MOST_BINS;
  const position = rest % NAMED_SEGMENTS.length;
  return { segment: NAMED_SEGMENTS[position] ?? "", also: (rest - position) / NAMED_SEGMENTS.length, bin };
}

/** A stratum's number as an SQL expression over a row of `sitter`; null outside the segments of the concerned. */
export function stratumOf({ cuts, exact, horizonDays }: Strata): SQL {
  const step = stepOf(horizonDays);
  const bins = [...cuts].map(([segment, points]) =>
    points.length === 0
      ? sql`when ${segment} then 0`
      : sql`when ${segment} then width_bucket(${step}, ${integers(points)})`,
  );
  return sql`(((bits & ${exact}::int) * ${NAMED_SEGMENTS.length}::int + array_position(${words(NAMED_SEGMENTS)}, segment) - 1)
    * ${MOST_BINS}::int + case segment ${sql.join(bins, sql` `)} end)`;
}
