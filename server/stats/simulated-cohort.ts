import { group } from "d3-array";
import type { StratumCount } from "@/server/stats/merge-strata";
import type { Random } from "@/server/stats/random";
import { firstReturn, type SimulatedCustomer } from "@/server/stats/simulated-retailer";
import { binOf, cutPoints } from "@/server/stats/strata";
import type { FollowedPerson } from "@/server/stats/stratum-days";
import { type Candidates, matchTwins } from "@/server/stats/twins";

/** Exposed with twins, and their twins; each with a stratum that both arms share. */
export interface SimulatedCohort {
  exposed: Placed[];
  twins: Placed[];
  /** Whose twin each is: a place among `exposed`. */
  sets: number[];
}

/** How readily somebody is exposed, against others. */
export type Weight = (customer: SimulatedCustomer) => number;

export interface Placed {
  customer: SimulatedCustomer;
  segment: string;
  bin: number;
}

/**
 * Draws `size` exposed from the eligible and gives them twins by the product's own way: strata = segment x bins of the
 * predicted return probability, up to 5 nearest without replacement. `lean` > 0 exposes heavier buyers more often:
 * chance proportional to (x + 1)^lean; a function says each one's weight.
 */
export function simulateCohort(
  random: Random,
  eligible: readonly SimulatedCustomer[],
  size: number,
  lean: number | Weight = 0,
): SimulatedCohort {
  const weight = typeof lean === "number" ? ({ x }: SimulatedCustomer) => (x + 1) ** lean : lean;
  const drawn = drawExposed(random, eligible, size, weight);
  const exposed = eligible.filter((_, i) => drawn[i] === 1);
  const pool = eligible.filter((_, i) => drawn[i] === 0);
  const cuts = cutsBySegment(exposed, pool);
  const place = (customer: SimulatedCustomer): Placed => {
    const { segment, predicted } = customer;
    return { customer, segment, bin: binOf(predicted, cuts.get(segment) ?? []) };
  };
  const [left, right] = [exposed.map(place), pool.map(place)];
  const sets = matchTwins(candidates(left, 0), candidates(right, left.length), {
    seed: Math.floor(random() * 2 ** 31),
  });
  const matched = left.flatMap((_, i) => ((sets.count[i] ?? 0) > 0 ? [i] : []));
  const placeOf = new Map(matched.map((row, at) => [row, at]));
  return {
    exposed: matched.flatMap((row) => left[row] ?? []),
    twins: [...sets.twins].flatMap((row) => right[row] ?? []),
    sets: [...sets.twins].flatMap((row, at) => (row < 0 ? [] : [placeOf.get(Math.floor(at / sets.max)) ?? 0])),
  };
}

/** First returns of both arms over `horizon` days, `loss` = share of the exposed who never come again from day 0 on. */
export function followCohort(random: Random, cohort: SimulatedCohort, horizon: number, loss: number): FollowedPerson[] {
  const follow = ({ customer, segment, bin }: Placed, exposed: boolean): FollowedPerson => {
    const lost = exposed && random() < loss;
    const day = lost ? horizon : firstReturn(random, customer, horizon);
    return { time: Math.min(day, horizon), event: day < horizon ? 1 : 0, exposed, stratum: `${segment}/${bin}` };
  };
  return [
    ...cohort.exposed.map((person) => follow(person, true)),
    ...cohort.twins.map((person) => follow(person, false)),
  ];
}

/** Who came back in days 0..t-1, by stratum and arm. */
export function countReturns(cohort: SimulatedCohort, people: readonly FollowedPerson[], t: number): StratumCount[] {
  const placed = [...cohort.exposed, ...cohort.twins];
  const strata = new Map<string, StratumCount>();
  people.forEach((person, i) => {
    const { segment = "", bin = 0 } = placed[i] ?? {};
    const key = `${segment}/${bin}`;
    const row = strata.get(key) ?? { stratum: key, segment, bin, n1: 0, n0: 0, y1: 0, y0: 0 };
    strata.set(key, row);
    const back = person.time < t ? 1 : 0;
    if (person.exposed) {
      row.n1 += 1;
      row.y1 += back;
    } else {
      row.n0 += 1;
      row.y0 += back;
    }
  });
  return [...strata.values()];
}

function drawExposed(random: Random, eligible: readonly SimulatedCustomer[], size: number, weight: Weight): Uint8Array {
  const drawn = new Uint8Array(eligible.length);
  const weights = Float64Array.from(eligible, weight);
  const heaviest = weights.reduce((most, value) => Math.max(most, value), 0);
  for (let left = size; left > 0; ) {
    const i = Math.floor(random() * eligible.length);
    if (drawn[i] === 1 || random() * heaviest > (weights[i] ?? 0)) continue;
    drawn[i] = 1;
    left -= 1;
  }
  return drawn;
}

function cutsBySegment(exposed: readonly SimulatedCustomer[], pool: readonly SimulatedCustomer[]) {
  const others = group(pool, ({ segment }) => segment);
  return new Map(
    [...group(exposed, ({ segment }) => segment)].map(([segment, members]) => [
      segment as string,
      cutPoints(
        members.map(({ predicted }) => predicted),
        (others.get(segment) ?? []).map(({ predicted }) => predicted),
      ),
    ]),
  );
}

function candidates(people: readonly Placed[], firstId: number): Candidates {
  const column = (of: (customer: SimulatedCustomer) => number) => Float64Array.from(people, (p) => of(p.customer));
  return {
    id: Float64Array.from(people, (_, i) => firstId + i),
    stratum: Int32Array.from(people, ({ segment, bin }) => hash(segment) * 16 + bin),
    frequency: column(({ x }) => x + 1),
    recency: column(({ T, tx }) => T - tx),
    monetary: column(({ monetary }) => monetary),
    tenure: column(({ T }) => T),
    products: column(({ products }) => products),
    seasonalShare: column(({ seasonalShare }) => seasonalShare),
  };
}

function hash(name: string): number {
  let value = 0;
  for (let i = 0; i < name.length; i += 1) value = (value * 31 + name.charCodeAt(i)) % 1_000_003;
  return value;
}
