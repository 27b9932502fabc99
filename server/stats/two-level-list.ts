import { logMean } from "@/server/stats/calibrated-evidence";
import { eBh } from "@/server/stats/e-bh";

/** ln e of one change's monitors tonight, in one direction. `segments` are averaged; `parts` are judged on level 2 only. */
export interface ChangeEvidence {
  all: number;
  segments: readonly number[];
  parts: readonly number[];
}

/** What a night's list says of one change. */
export interface Listing {
  /** ln of the change's e. */
  logE: number;
  listed: boolean;
  /** e from which it is on the list: tonight's threshold; of one that is not listed, the one it would have to reach. */
  needs: number;
  /** Of a listed change: which segments and parts (places in the lists given) are listed on level 2. */
  segments: number[];
  parts: number[];
  /** Of a listed change: e from which a segment or part is listed, and the one that another would have to reach; null = none can be. */
  within: { listed: number; next: number } | null;
}

/** One e for a change: half its own, half the mean of its segments'; its own where it has none. ln in, ln out (methods 4). */
export function changeLogE({ all, segments }: Pick<ChangeEvidence, "all" | "segments">): number {
  return segments.length === 0 ? all : logMean([all, logMean(segments)]);
}

/**
 * A night's list of one family in one direction: e-BH over its changes at alpha, then, within each listed change, e-BH over its
 * segments and parts at alpha x listed / m. The expected share of false ones on it is at most alpha.
 * Source: Wang & Ramdas 2022 (e-BH); Benjamini & Bogomolov 2014 (selected families).
 */
export function twoLevelList(family: readonly ChangeEvidence[], alpha: number): Listing[] {
  const m = family.length;
  const logE = family.map(changeLogE);
  const { rejected } = eBh(logE, alpha);
  const k = rejected.length;
  const listed = new Set(rejected);
  return family.map(({ segments, parts }, place) => {
    const own = { logE: logE[place] ?? 0, listed: listed.has(place) };
    if (!own.listed) return { ...own, needs: m / (alpha * (k + 1)), segments: [], parts: [], within: null };
    const level = (alpha * k) / m;
    const within = eBh([...segments, ...parts], level).rejected;
    const n = segments.length + parts.length;
    const count = segments.length;
    return {
      ...own,
      needs: m / (alpha * k),
      segments: within.filter((each) => each < count),
      parts: within.filter((each) => each >= count).map((each) => each - count),
      within:
        n === 0 ? null : { listed: n / (level * Math.max(1, within.length)), next: n / (level * (within.length + 1)) },
    };
  });
}
