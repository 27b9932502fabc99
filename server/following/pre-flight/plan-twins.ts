import { group } from "d3-array";
import { returnProbability } from "../../stats/bg-nbd-predict";
import type { NamedSegment } from "../../stats/portrait";
import type { PowerStratum } from "../../stats/power";
import { silentCurve } from "../../stats/return-curve";
import { binOf, cutPoints } from "../../stats/strata";
import { HORIZON, SPILL_SHARE, WATCH } from "../settings";
import type { Sitter } from "./sample-touched";

/** Someone of the sample with the number of people they stand for, and whether they have bought where a later wave will be. */
export interface Placed {
  sitter: Sitter;
  weight: number;
  also: boolean;
}

export interface TwinPlan {
  horizonDays: number;
  weeks: number;
  strata: (PowerStratum & { segment: NamedSegment; concerned: number })[];
  /** People: concerned who may be matched, those who would have a twin, who might be one, who would be. */
  possible: number;
  matched: number;
  eligible: number;
  twins: number;
  /** Returns within 52 weeks of those matched and of their twins. */
  expected: { exposed: number; twins: number };
}

/**
 * The strata and twins that these people would have (methods 2): segment x bins of the return probability within h*, and exactly
 * by the later wave where both kinds have enough others; up to `most` twins each, as far as the stratum's others go.
 */
export function planTwins(concerned: readonly Placed[], others: readonly Placed[], most: number): TwinPlan {
  const horizonDays = horizonOf(concerned);
  const weeks = Math.ceil(Math.min(WATCH.most, Math.max(WATCH.least, 2 * horizonDays)) / 7);
  const exact = separable(concerned, others);
  const pool = group(others, ({ sitter }) => sitter.segment);
  const strata = [...group(concerned, ({ sitter }) => sitter.segment)].flatMap(([segment, members]) =>
    binned(members, pool.get(segment) ?? [], { horizonDays, weeks, most, exact }).map((each) => ({ ...each, segment })),
  );
  const sum = (of: (row: TwinPlan["strata"][number]) => number) => strata.reduce((total, row) => total + of(row), 0);
  const back = ({ silent }: PowerStratum) => 1 - (silent[Math.min(52, silent.length - 1)] ?? 1);
  return {
    horizonDays,
    weeks,
    strata,
    possible: sum((row) => row.concerned),
    matched: sum((row) => row.exposed),
    eligible: others.reduce((total, { weight }) => total + weight, 0),
    twins: sum((row) => row.twins),
    expected: { exposed: sum((row) => row.exposed * back(row)), twins: sum((row) => row.twins * back(row)) },
  };
}

/** Median due time of the concerned, clipped. */
function horizonOf(concerned: readonly Placed[]): number {
  const dues = concerned.flatMap(({ sitter }) => sitter.due ?? []).sort((left, right) => left - right);
  return Math.round(Math.min(HORIZON.most, Math.max(HORIZON.least, dues[dues.length >> 1] ?? HORIZON.most)));
}

/** Enough others share the later wave, and enough do not, to give the concerned of either kind a twin each (stratify.ts). */
function separable(concerned: readonly Placed[], others: readonly Placed[]): boolean {
  const people = (list: readonly Placed[], also: boolean) =>
    list.reduce((total, one) => total + (one.also === also ? one.weight : 0), 0);
  return [true, false].every((also) => people(others, also) >= people(concerned, also));
}

interface BinOptions {
  horizonDays: number;
  weeks: number;
  most: number;
  exact: boolean;
}

function binned(
  members: readonly Placed[],
  others: readonly Placed[],
  { horizonDays, weeks, most, exact }: BinOptions,
) {
  const chance = ({ sitter: { parameters, x, tx, T } }: Placed) =>
    parameters ? returnProbability(parameters, x, tx, T, horizonDays) : 0;
  const size = (list: readonly Placed[]) => list.reduce((total, { weight }) => total + weight, 0);
  const cuts = cutPoints(members.map(chance), others.map(chance), Math.round(size(members)));
  const place = (one: Placed) => `${exact && one.also} ${binOf(chance(one), cuts)}`;
  const pool = group(others, place);
  return [...group(members, place)].map(([key, own]) => {
    const free = size(pool.get(key) ?? []);
    const concerned = size(own);
    return {
      concerned,
      exposed: Math.min(concerned, free),
      twins: Math.min(most * concerned, free),
      silent: silentCurve(
        [...own, ...(pool.get(key) ?? [])].flatMap(({ sitter: { parameters, x, tx, T } }) =>
          parameters ? [{ parameters, x, tx, T }] : [],
        ),
        Math.max(52, weeks),
      ),
    };
  });
}

/** Stores outside the change that take a tenth of the occasions of the concerned: their customers give no twins (methods 2). */
export function spillOf(concerned: readonly Placed[], changed: ReadonlySet<number>): Set<number> {
  const shops = countShops(concerned);
  const all = [...shops.values()].reduce((total, n) => total + n, 0);
  return new Set([...shops].flatMap(([store, n]) => (!changed.has(store) && n >= SPILL_SHARE * all ? [store] : [])));
}

/** Stores outside the change that these others mostly come from: a hundredth of their occasions or more. */
export function countTwinStores(others: readonly Placed[], changed: ReadonlySet<number>): number {
  const shops = [...countShops(others)].filter(([store]) => !changed.has(store));
  const all = shops.reduce((total, [, n]) => total + n, 0);
  return shops.filter(([, n]) => n >= 0.01 * all).length;
}

/** Half of their occasions or more were at stores that give no twins. */
export function spilledOver({ shops }: Sitter, spill: ReadonlySet<number>): boolean {
  const all = [...shops].reduce((total, [, n]) => total + n, 0);
  const spilled = [...shops].reduce((total, [store, n]) => total + (spill.has(store) ? n : 0), 0);
  return 2 * spilled >= all && spilled > 0;
}

function countShops(people: readonly Placed[]): Map<number, number> {
  const shops = new Map<number, number>();
  for (const { sitter, weight } of people) {
    for (const [store, n] of sitter.shops) shops.set(store, (shops.get(store) ?? 0) + n * weight);
  }
  return shops;
}
