import { median } from "d3-array";
import type { BgNbdParameters } from "@/server/stats/bg-nbd-fit";
import type { Random } from "@/server/stats/random";
import { type Placed, type SimulatedCohort, simulateCohort, type Weight } from "@/server/stats/simulated-cohort";
import { simulateRetailer } from "@/server/stats/simulated-retailer";
import { LEAST_ROUND } from "./follow";

/** A matched cohort by columns: what following needs of it, and the hidden truth of each person. */
export interface People {
  count: number;
  exposed: Uint8Array;
  stratum: Int32Array;
  /** The exposed person whose twin this is; an exposed one's own place. */
  set: Int32Array;
  /** Occasions a day while they are customers, and the chance to leave after one. */
  rate: Float64Array;
  leave: Float64Array;
  alive: Uint8Array;
  strata: { segment: string; bin: number; exposed: number; twins: number; offset: number }[];
  /** Days of a round: at least 28, and the median gap between occasions of the exposed of all cohorts drawn together. */
  roundDays: number;
}

/** Retailers by their living customers' mean gap; days. */
export const RETAILERS = {
  "1 week": { r: 2, alpha: 14, a: 0.6, b: 12 },
  "3 weeks": { r: 2, alpha: 42, a: 0.6, b: 8 },
  "6 weeks": { r: 2, alpha: 84, a: 0.6, b: 6 },
} satisfies Record<string, BgNbdParameters>;

export type Gap = keyof typeof RETAILERS;

export interface Kind {
  gap: Gap;
  exposed: number;
  /** Who is exposed more readily; 0 = everybody alike, 1 = heavier buyers. */
  lean: number | Weight;
  retailers: number;
  cohortsEach: number;
  /** Share of a person's occasions that carry their identity; absent = all. */
  identified?: (random: Random) => number;
}

/** Customers simulated per exposed, so that five twins each are found. */
const CUSTOMERS_PER_EXPOSED = 17;

/** Matched cohorts of several retailers, through the product's own fit, segments, strata and twins. */
export function drawCohorts(random: Random, kind: Kind): People[] {
  const customers = Math.max(5_000, kind.exposed * CUSTOMERS_PER_EXPOSED);
  const drawn = Array.from({ length: kind.retailers }, () => {
    const { eligible } = simulateRetailer(random, RETAILERS[kind.gap], customers, kind.identified);
    return Array.from({ length: kind.cohortsEach }, () => [simulateCohort(random, eligible, kind.exposed, kind.lean)]);
  });
  return followedAlike(drawn.flat(), [0]);
}

/** Waves of one roll-out, each with strata of its own and its own day 0, as one cohort. */
export function staggered(random: Random, kind: Kind, offsets: readonly number[]): People[] {
  const customers = Math.max(5_000, kind.exposed * CUSTOMERS_PER_EXPOSED);
  const drawn = Array.from({ length: kind.retailers }, () => {
    const { eligible } = simulateRetailer(random, RETAILERS[kind.gap], customers, kind.identified);
    return Array.from({ length: kind.cohortsEach }, () => {
      const part = Math.floor(eligible.length / offsets.length);
      return offsets.map((_, w) =>
        simulateCohort(
          random,
          eligible.slice(w * part, (w + 1) * part),
          Math.floor(kind.exposed / offsets.length),
          kind.lean,
        ),
      );
    });
  });
  return followedAlike(drawn.flat(), offsets);
}

/** One length of a round for all, as placebo changes have the change's own. Median gap: as following/cohort/draw-portraits.ts has it. */
function followedAlike(cohorts: readonly SimulatedCohort[][], offsets: readonly number[]): People[] {
  const repeaters = cohorts.flatMap((waves) => waves[0]?.exposed ?? []).filter(({ customer }) => customer.x > 0);
  const medianGap = median(repeaters, ({ customer: { tx, x } }) => tx / x) ?? 0;
  const roundDays = Math.max(LEAST_ROUND, Math.ceil(medianGap));
  return cohorts.map((waves) => toPeople(waves, offsets, roundDays));
}

function toPeople(waves: readonly SimulatedCohort[], offsets: readonly number[], roundDays: number): People {
  const strata: People["strata"] = [];
  const numbers = new Map<string, number>();
  const numberOf = (wave: number, { segment, bin }: Placed, exposed: boolean): number => {
    const key = `${wave}/${segment}/${bin}`;
    const known = numbers.get(key) ?? strata.length;
    if (known === strata.length) strata.push({ segment, bin, exposed: 0, twins: 0, offset: offsets[wave] ?? 0 });
    numbers.set(key, known);
    const row = strata[known];
    if (row !== undefined) row[exposed ? "exposed" : "twins"] += 1;
    return known;
  };
  const rows = waves.flatMap((cohort, wave) => [
    ...cohort.exposed.map((placed, i) => ({ placed, wave, exposed: true, set: i })),
    ...cohort.twins.map((placed, i) => ({ placed, wave, exposed: false, set: cohort.sets[i] ?? 0 })),
  ]);
  return {
    count: rows.length,
    exposed: Uint8Array.from(rows, (row) => (row.exposed ? 1 : 0)),
    stratum: Int32Array.from(rows, (row) => numberOf(row.wave, row.placed, row.exposed)),
    set: Int32Array.from(rows, (row) => row.wave * 100_000 + row.set),
    rate: Float64Array.from(rows, ({ placed }) => placed.customer.truth.rate),
    leave: Float64Array.from(rows, ({ placed }) => placed.customer.truth.leave),
    alive: Uint8Array.from(rows, ({ placed }) => (placed.customer.truth.alive ? 1 : 0)),
    strata,
    roundDays,
  };
}

/** D14: a segment with fewer people than this in an arm gets no monitor. */
const LEAST_PEOPLE = 30;

/** Segments that are watched on their own. */
export function segmentsOf({ strata }: People): string[] {
  const sizes = new Map<string, { exposed: number; twins: number }>();
  for (const { segment, exposed, twins } of strata) {
    const size = sizes.get(segment) ?? { exposed: 0, twins: 0 };
    sizes.set(segment, { exposed: size.exposed + exposed, twins: size.twins + twins });
  }
  const large = [...sizes].filter(([, { exposed, twins }]) => Math.min(exposed, twins) >= LEAST_PEOPLE);
  return large.map(([segment]) => segment).sort();
}
