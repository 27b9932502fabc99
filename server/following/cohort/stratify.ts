import { type SQL, sql } from "drizzle-orm";
import { integers, words } from "@/db/array-parameter";
import type { Scope } from "../../scope";
import { NAMED_SEGMENTS, type NamedSegment } from "../../stats/portrait";
import { binOf, cutPointsOfHistogram, type ProbabilityBin } from "../../stats/strata";
import type { Overlap } from "./find-overlaps";

const MOST_BINS = 10;

export interface Strata {
  /** Per segment with concerned people: cut points in ten-thousandths. */
  cuts: Map<string, number[]>;
  /** Bits of `touched.bits` that are matched exactly. */
  exact: number;
  overlaps: (Overlap & { matched: boolean })[];
  /** Strata with concerned people: how many of them, and how many eligible others. */
  sizes: Map<number, { exposed: number; eligible: number }>;
  eligible: number;
}

interface HistogramRow extends Record<string, unknown> {
  segment: string;
  bits: number;
  step: number;
  exposed: number;
  eligible: number;
}

/**
 * Strata of a wave: segment x quantile bins of the return probability within h*, cut on concerned and eligible together
 * (methods 2), x the overlaps that can be matched exactly. An overlap that hardly anybody eligible shares cannot be told
 * apart from the change: it is kept in the list, not matched.
 */
export async function stratify(scope: Scope, overlaps: readonly Overlap[]): Promise<Strata> {
  const rows = await scope.db.execute<HistogramRow>(sql`
    select segment, bits, step, (count(*) filter (where in_scope is not null))::int as exposed,
      (count(*) filter (where in_scope is null))::int as eligible
    from sitter where fit group by segment, bits, step`);
  const cuts = new Map<string, number[]>();
  for (const segment of NAMED_SEGMENTS) {
    const own = rows.filter((row) => row.segment === segment);
    const n1 = own.reduce((sum, row) => sum + row.exposed, 0);
    if (n1 > 0) cuts.set(segment, cutPointsOfHistogram(histogramOf(own), n1));
  }
  const judged = overlaps.map((each) => ({ ...each, matched: separable(rows, each) }));
  const exact = judged.reduce((bits, each) => (each.matched ? bits | (1 << each.bit) : bits), 0);
  const eligible = rows.reduce((sum, row) => sum + row.eligible, 0);
  return { cuts, exact, overlaps: judged, sizes: sizesOf(rows, cuts, exact), eligible };
}

/** The same step in several bits is one entry. */
function histogramOf(rows: readonly HistogramRow[]): ProbabilityBin[] {
  const bins = new Map<number, ProbabilityBin>();
  for (const { step, exposed, eligible } of rows) {
    const bin = bins.get(step) ?? { p: step, exposed: 0, eligible: 0 };
    bins.set(step, { p: step, exposed: bin.exposed + exposed, eligible: bin.eligible + eligible });
  }
  return [...bins.values()];
}

/** Enough eligible people share it, and enough do not, to give the concerned of either kind a twin each. */
function separable(rows: readonly HistogramRow[], { bit }: Overlap): boolean {
  const enough = (shares: boolean) => {
    const own = rows.filter((row) => ((row.bits & (1 << bit)) !== 0) === shares);
    return own.reduce((sum, row) => sum + row.eligible - row.exposed, 0) >= 0;
  };
  return enough(true) && enough(false);
}

function sizesOf(rows: readonly HistogramRow[], cuts: Strata["cuts"], exact: number): Strata["sizes"] {
  const sizes: Strata["sizes"] = new Map();
  for (const { segment, bits, step, exposed, eligible } of rows) {
    const points = cuts.get(segment);
    if (points === undefined) continue;
    const stratum = stratumNumber(segment, bits & exact, binOf(step, points));
    const size = sizes.get(stratum) ?? { exposed: 0, eligible: 0 };
    sizes.set(stratum, { exposed: size.exposed + exposed, eligible: size.eligible + eligible });
  }
  return new Map([...sizes].filter(([, { exposed }]) => exposed > 0));
}

/** The number of a stratum within its wave: segment, exact overlaps, bin. */
export function stratumNumber(segment: string, also: number, bin: number): number {
  return (also * NAMED_SEGMENTS.length + NAMED_SEGMENTS.indexOf(segment as NamedSegment)) * MOST_BINS + bin;
}

/** What a stratum's number within its wave says: segment, exact overlaps, bin. The reverse of `stratumOf`. */
export function readStratum(stratum: number): { segment: string; also: number; bin: number } {
  const bin = stratum % MOST_BINS;
  const rest = (stratum - bin) / MOST_BINS;
  const position = rest % NAMED_SEGMENTS.length;
  return { segment: NAMED_SEGMENTS[position] ?? "", also: (rest - position) / NAMED_SEGMENTS.length, bin };
}

/** `stratumNumber` over a row of `sitter`; null outside the segments of the concerned (stratify.db.test.ts holds them equal). */
export function stratumOf({ cuts, exact }: Pick<Strata, "cuts" | "exact">): SQL {
  const bins = [...cuts].map(([segment, points]) =>
    points.length === 0
      ? sql`when ${segment} then 0`
      : sql`when ${segment} then width_bucket(step, ${integers(points)})`,
  );
  return sql`(((bits & ${exact}::int) * ${NAMED_SEGMENTS.length}::int + array_position(${words(NAMED_SEGMENTS)}, segment) - 1)
    * ${MOST_BINS}::int + case segment ${sql.join(bins, sql` `)} end)`;
}
