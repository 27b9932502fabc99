import { group } from "d3-array";

/** One stratum over one stretch of days: n1 exposed and n0 twins under watch, of whom y1 and y0 had an occasion in it. */
export interface StratumCount {
  stratum: string | number;
  n1: number;
  n0: number;
  y1: number;
  y0: number;
  /** What bins are neighbours within (segment, wave); absent = all strata are one row of bins. */
  segment?: string | number;
  /** Order within the segment; absent = order of the stratum's name (numbers as numbers). */
  bin?: number;
}

export interface MergeOptions {
  minExposed?: number;
  minTwins?: number;
}

export interface MergedStratum {
  /** Names of the strata in it. */
  strata: (string | number)[];
  n1: number;
  n0: number;
  y1: number;
  y0: number;
}

/**
 * Merges strata of under 5 exposed or 10 twins with the neighbouring bin of their segment (methods 3): from the lowest bin
 * up, the next one joins until both minima are met; a rest at the top joins the bin below. A segment that stays too small as
 * a whole joins the other such segments, and at last its neighbour. Strata without exposed weigh nothing and are left out.
 */
export function mergeStrata(strata: readonly StratumCount[], options: MergeOptions = {}): MergedStratum[] {
  const enough = (s: MergedStratum) => s.n1 >= (options.minExposed ?? 5) && s.n0 >= (options.minTwins ?? 10);
  const segments = group(inOrder(strata.filter((s) => s.n1 > 0)), (s) => s.segment ?? "");
  const merged = [...segments.values()].flatMap((bins) => sweep(bins.map(alone), enough));
  const rest = sweep(
    merged.filter((s) => !enough(s)),
    enough,
  );
  return sweep([...merged.filter(enough), ...rest], enough);
}

function sweep(bins: readonly MergedStratum[], enough: (s: MergedStratum) => boolean): MergedStratum[] {
  const done: MergedStratum[] = [];
  let open: MergedStratum | null = null;
  for (const bin of bins) {
    open = open === null ? bin : join(open, bin);
    if (!enough(open)) continue;
    done.push(open);
    open = null;
  }
  if (open === null) return done;
  const below = done.pop();
  return [...done, below === undefined ? open : join(below, open)];
}

function join(left: MergedStratum, right: MergedStratum): MergedStratum {
  return {
    strata: [...left.strata, ...right.strata],
    n1: left.n1 + right.n1,
    n0: left.n0 + right.n0,
    y1: left.y1 + right.y1,
    y0: left.y0 + right.y0,
  };
}

function alone({ stratum, n1, n0, y1, y0 }: StratumCount): MergedStratum {
  return { strata: [stratum], n1, n0, y1, y0 };
}

/** In the order in which they are merged: by segment, then bin, then name. What is in order already is soon found to be. */
export function inOrder<T extends Pick<StratumCount, "stratum" | "segment" | "bin">>(strata: readonly T[]): T[] {
  return [...strata].sort(
    (left, right) =>
      compare(left.segment ?? "", right.segment ?? "") ||
      (left.bin ?? 0) - (right.bin ?? 0) ||
      compare(left.stratum, right.stratum),
  );
}

/** Numbers by size and before words; words by code point. */
function compare(left: string | number, right: string | number): number {
  if (left === right) return 0;
  const [a, b] = [Number(left), Number(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
}
