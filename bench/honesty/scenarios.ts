import { gamma, type Random } from "@/server/stats/random";
import { type Fate, UNTOUCHED } from "./follow";
import type { Gap, Kind, People } from "./people";
import { CALM, type Climate, STORE_NOISE } from "./weather";

/** What a fate is drawn from. */
export interface Person {
  random: Random;
  people: People;
  i: number;
  /** Of this run: the store of each person, and which sets hold somebody of the store whose rows are missing. */
  store: Int32Array;
  hit: Set<number>;
}

export interface Scenario {
  name: string;
  /** What is true: nothing (an alarm is false), a loss (an alarm down is right), or something that only looks like one. */
  truth: "quiet" | "loss" | "mark";
  gap: Gap;
  exposed?: number;
  lean?: Kind["lean"];
  climate?: Climate;
  /** Stores of the change among the climate's. */
  changed?: number;
  offsets?: readonly number[];
  identified?: Kind["identified"];
  fate?: (person: Person) => Fate;
  /** Rows missing of one changed store on these days. */
  gapDays?: { from: number; to: number };
  split?: boolean;
  /** Placebos lie 13 weeks apart in the season; one in four sees the change's own. */
  phases?: boolean;
  /** Days of data before day 0; absent = three years. */
  history?: number;
  /** Segments have no placebos of their own, and take the change's. */
  borrow?: boolean;
  /** The alarm is this slice's own e. */
  alone?: string;
  seed: number;
}

const LOSS = 0.2;
const GAPS: readonly Gap[] = ["1 week", "3 weeks", "6 weeks"];

const lost = (draw: (random: Random) => Partial<Fate>, share = LOSS) =>
  function fate({ random, people, i }: Person): Fate {
    return people.exposed[i] === 1 && random() < share ? { ...UNTOUCHED, ...draw(random) } : UNTOUCHED;
  };

const atOnce = lost(() => ({ lostFrom: 0 }));
const between = (from: number, to: number) =>
  lost((random) => ({ lostFrom: from + Math.floor(random() * (to - from)) }));
const WEEKS_3_TO_10 = between(14, 70);

/** A fifth is lost, the more often somebody comes the sooner it is them. */
function happyLeave({ random, people, i }: Person): Fate {
  const readiness = Math.min(1, (people.rate[i] ?? 0) / typicalRate(people));
  return people.exposed[i] === 1 && random() < 1.6 * LOSS * readiness ? { ...UNTOUCHED, lostFrom: 0 } : UNTOUCHED;
}

const typical = new WeakMap<People, number>();
function typicalRate(people: People): number {
  const known = typical.get(people) ?? (people.rate.toSorted()[Math.floor(people.count * 0.6)] || 1);
  typical.set(people, known);
  return known;
}

/** A later change touches 30% of the exposed and 10% of the twins on day 60, and three in ten of these are lost. */
function touched(split: boolean) {
  return ({ random, people, i }: Person): Fate => {
    if (random() >= (people.exposed[i] === 1 ? 0.3 : 0.1)) return UNTOUCHED;
    return {
      ...UNTOUCHED,
      lostFrom: random() < 0.3 ? 60 : Number.POSITIVE_INFINITY,
      splitFrom: split ? 60 : Number.POSITIVE_INFINITY,
    };
  };
}

/** Rows of store 0 never come for the days of the gap; known to be missing, its customers' sets are not under watch. */
function feedGap(hidden: boolean, days: { from: number; to: number }) {
  return ({ people, i, store, hit }: Person): Fate => {
    const gap = hidden ? hit.has(people.set[i] ?? 0) : store[i] === 0;
    return gap ? { ...UNTOUCHED, gap: { ...days, hidden } } : UNTOUCHED;
  };
}

/** Twins of an early wave whom a later one reaches leave on that morning. */
function reached(loss: boolean) {
  return (person: Person): Fate => {
    const { people, i, random } = person;
    if (people.exposed[i] === 1) return loss ? onTheirDay(person) : UNTOUCHED;
    const offset = people.strata[people.stratum[i] ?? 0]?.offset ?? 0;
    const waves = [28, 56].filter((day) => day > offset);
    const hit = waves.find(() => random() < 0.15);
    return hit === undefined ? UNTOUCHED : { ...UNTOUCHED, censoredOn: hit };
  };
}

function onTheirDay({ random, people, i }: Person): Fate {
  const offset = people.strata[people.stratum[i] ?? 0]?.offset ?? 0;
  return random() < LOSS ? { ...UNTOUCHED, lostFrom: offset } : UNTOUCHED;
}

const unseen = ({ people, i }: Person): Fate =>
  people.exposed[i] === 1 ? { ...UNTOUCHED, unseenFrom: 42, unseenShare: 0.15 } : UNTOUCHED;

const GAP_DAYS = { from: 40, to: 50 };
const WANDERING: Climate = { ...STORE_NOISE, lasting: 0, wander: { deviation: 0.08, halfLife: 8 } };
const FOUR_STORES = { ...STORE_NOISE, lasting: 0, weekly: 0 };

function listed(): Omit<Scenario, "seed">[] {
  return [
    ...GAPS.map((gap) => ({ name: "nothing happens", truth: "quiet" as const, gap })),
    ...GAPS.map((gap) => ({ name: "20% lost at once", truth: "loss" as const, gap, fate: atOnce })),
    ...GAPS.map((gap) => ({ name: "20% lost in weeks 3-10", truth: "loss" as const, gap, fate: WEEKS_3_TO_10 })),
    ...GAPS.map((gap) => ({ name: "20% lost over 26 weeks", truth: "loss" as const, gap, fate: between(0, 182) })),
    { name: "20% come once, then leave", truth: "loss", gap: "3 weeks", fate: lost(() => ({ onceThenGone: true })) },
    { name: "happy customers leave", truth: "loss", gap: "3 weeks", fate: happyLeave },
    {
      name: "market shift: -30% from week 8",
      truth: "quiet",
      gap: "3 weeks",
      climate: { ...CALM, market: { from: 49, pace: 0.7 } },
    },
    {
      name: "season of 50% in both arms",
      truth: "quiet",
      gap: "3 weeks",
      climate: { ...CALM, season: 0.5 },
      phases: true,
    },
    {
      name: "season of 20% in one arm",
      truth: "quiet",
      gap: "3 weeks",
      climate: { ...CALM, seasonChanged: 0.2 },
      phases: true,
    },
    { name: "store noise, 400 exposed", truth: "quiet", gap: "3 weeks", climate: STORE_NOISE },
    { name: "store noise, 400 exposed", truth: "quiet", gap: "6 weeks", climate: STORE_NOISE },
    { name: "store noise, 1,500 exposed", truth: "quiet", gap: "3 weeks", exposed: 1500, climate: STORE_NOISE },
    { name: "store noise, 400, 20% lost at once", truth: "loss", gap: "3 weeks", climate: STORE_NOISE, fate: atOnce },
    {
      name: "store noise, 400, 20% lost in weeks 3-10",
      truth: "loss",
      gap: "3 weeks",
      climate: STORE_NOISE,
      fate: WEEKS_3_TO_10,
    },
    {
      name: "store weather that wanders (8%, half-life 8 weeks)",
      truth: "quiet",
      gap: "3 weeks",
      climate: WANDERING,
    },
    { name: "heavier buyers exposed", truth: "quiet", gap: "3 weeks", lean: 1 },
    { name: "heavier buyers exposed, 20% lost at once", truth: "loss", gap: "3 weeks", lean: 1, fate: atOnce },
    { name: "exposure by tenure", truth: "quiet", gap: "3 weeks", lean: ({ T }) => (T / 730) ** 2 },
    { name: "three waves", truth: "quiet", gap: "3 weeks", offsets: [0, 28, 56], fate: reached(false) },
    { name: "three waves, 20% lost at once", truth: "loss", gap: "3 weeks", offsets: [0, 28, 56], fate: reached(true) },
    { name: "a later change's loss, strata not split", truth: "mark", gap: "3 weeks", fate: touched(false) },
    { name: "a later change's loss, strata split", truth: "quiet", gap: "3 weeks", fate: touched(true), split: true },
    {
      name: "rows of 10 days missing, taken as none",
      truth: "mark",
      gap: "1 week",
      changed: 4,
      climate: FOUR_STORES,
      gapDays: GAP_DAYS,
      fate: feedGap(false, GAP_DAYS),
    },
    {
      name: "rows of 10 days missing, known to be",
      truth: "quiet",
      gap: "1 week",
      changed: 4,
      climate: FOUR_STORES,
      gapDays: GAP_DAYS,
      fate: feedGap(true, GAP_DAYS),
    },
    { name: "identification falls by 15% in week 7", truth: "mark", gap: "3 weeks", fate: unseen },
    { name: "anonymous buyers: a third of occasions", truth: "quiet", gap: "3 weeks", identified: thirdAnonymous },
    ...GAPS.map((gap) => ({
      ...{ name: "a segment of 40 by itself, calibrated by the change's", truth: "quiet" as const, gap },
      ...{ exposed: 160, borrow: true, alone: "lapsing" },
    })),
    {
      ...{ name: "store noise, a segment of 40 by itself, calibrated by the change's", truth: "quiet", gap: "3 weeks" },
      ...{ exposed: 160, climate: STORE_NOISE, borrow: true, alone: "lapsing" },
    },
    {
      ...{ name: "store noise, data of two years", truth: "quiet", gap: "3 weeks" },
      ...{ climate: STORE_NOISE, history: 730 },
    },
    {
      ...{ name: "store weather that wanders, data of two years", truth: "quiet", gap: "3 weeks", history: 730 },
      climate: WANDERING,
    },
  ];
}

/** Beta(2, 1): a mean of 2/3 of a person's occasions carry their identity. */
function thirdAnonymous(random: Random): number {
  const [a, b] = [gamma(random, 2), gamma(random, 1)];
  return a / (a + b);
}

/** Scenarios of methods 10 with their seeds. */
export const SCENARIOS: readonly Scenario[] = listed().map((scenario, i) => ({ ...scenario, seed: 20_261_000 + i }));

export const label = ({ name, gap }: Pick<Scenario, "name" | "gap">) => `${name} (mean gap ${gap})`;
