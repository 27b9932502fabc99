import { drawBgNbd } from "@/server/stats/bg-nbd-draw";
import { type BgNbdParameters, fitBgNbd } from "@/server/stats/bg-nbd-fit";
import { pAlive, returnProbability } from "@/server/stats/bg-nbd-predict";
import { dueTime } from "@/server/stats/due-time";
import { DEFAULT_THRESHOLDS, type NamedSegment, namedSegment } from "@/server/stats/portrait";
import { exponential, gamma, normal, type Random } from "@/server/stats/random";

/** One simulated customer as of the evening before day 0: what the product sees, and what only the simulation knows. */
export interface SimulatedCustomer {
  x: number;
  tx: number;
  T: number;
  segment: NamedSegment;
  /** Predicted by the model fitted on this retailer: probability to return within the matching horizon. */
  predicted: number;
  monetary: number;
  products: number;
  seasonalShare: number;
  truth: { rate: number; leave: number; alive: boolean };
}

export interface SimulatedRetailer {
  truth: BgNbdParameters;
  fitted: BgNbdParameters;
  /** Who may be exposed or a twin: an occasion in 365 days, P(alive) of 0.3 or more. */
  eligible: SimulatedCustomer[];
}

const LONGEST_HISTORY = 730;
const MATCHING_HORIZON = 91;
const MIN_ALIVE = 0.3;

/**
 * A retailer without store weather: customers of the BG/NBD model (`truth`, days), first seen evenly over two years, spending
 * log-normal amounts of their own level. What the product would do before day 0 is done here: fit, predict, name segments, screen.
 * `identified` draws a person's share of occasions that carry their identity; the others are nobody's.
 */
export function simulateRetailer(
  random: Random,
  truth: BgNbdParameters,
  customers: number,
  identified?: (random: Random) => number,
): SimulatedRetailer {
  const drawn = Array.from({ length: customers }, () => {
    const T = 1 + Math.floor(random() * LONGEST_HISTORY);
    const person = { T, ...drawBgNbd(random, truth, T) };
    return identified === undefined ? person : seenOf(random, person, identified(random));
  });
  const rows = {
    x: drawn.map(({ days }) => days.length),
    tx: drawn.map(({ days }) => days.at(-1) ?? 0),
    T: drawn.map(({ T }) => T),
  };
  const fit = fitBgNbd(rows);
  if (fit.kind === "cannot say") throw new Error(`A simulated retailer cannot be fitted: ${fit.why}.`);
  const seen = drawn.filter(({ days, T }) => {
    const last = days.at(-1) ?? 0;
    return T - last <= 365 && pAlive(fit.parameters, days.length, last, T) >= MIN_ALIVE;
  });
  return {
    truth,
    fitted: fit.parameters,
    eligible: seen.map((customer) => portray(random, fit.parameters, customer)),
  };
}

type Drawn = ReturnType<typeof drawBgNbd> & { T: number };

/** Seen from their first identified repeat on (or their last day's beginning): rate and chance to leave are those of seen occasions. */
function seenOf(random: Random, person: Drawn, share: number): Drawn {
  const days = person.days.filter(() => random() < share);
  const { rate, leave } = person;
  const seenRate = rate * (leave + (1 - leave) * share);
  return { ...person, days, rate: seenRate, leave: (rate * leave) / seenRate };
}

function portray(
  random: Random,
  p: BgNbdParameters,
  { days, T, rate, leave, alive }: { days: number[]; T: number; rate: number; leave: number; alive: boolean },
): SimulatedCustomer {
  const x = days.length;
  const tx = days.at(-1) ?? 0;
  const level = Math.exp(3.5 + 0.5 * normal(random));
  const monetary = level * gamma(random, 4 * (x + 1));
  const inYear = [0, ...days].filter((day) => day > T - 365);
  const gaps = days.map((day, i) => day - (days[i - 1] ?? 0)).sort((left, right) => left - right);
  const segment = namedSegment(
    {
      occasions: x + 1,
      daysSinceFirst: T,
      daysSinceLast: T - tx,
      due: dueTime(p, x, tx, { gapQuantile: 120 }),
      pAlive: pAlive(p, x, tx, T),
      browsed365: null,
      value365: (monetary * inYear.length) / (x + 1),
      occasions365: inYear.length,
      medianGap: gaps[gaps.length >> 1] ?? null,
      activeEachQuarter: [0, 1, 2, 3].every((q) => inYear.some((day) => Math.floor((T - day) / 91) === q)),
    },
    { ...DEFAULT_THRESHOLDS, bigSpenderValue: 3000, compulsiveOccasions: 30 },
  );
  return {
    x,
    tx,
    T,
    segment: segment ?? "regulars",
    predicted: returnProbability(p, x, tx, T, MATCHING_HORIZON),
    monetary,
    products: 1 + Math.floor(gamma(random, 2) * (x + 1)),
    seasonalShare: inYear.filter((day) => T - day >= 274).length / Math.max(1, inYear.length),
    truth: { rate, leave, alive },
  };
}

/** Whole days from day 0 to the next occasion; at least `horizon` where there is none before it. */
export function firstReturn(random: Random, { truth }: SimulatedCustomer, horizon: number): number {
  return truth.alive ? Math.floor(exponential(random) / truth.rate) : horizon;
}
