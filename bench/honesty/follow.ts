import type { Random } from "@/server/stats/random";
import type { People } from "./people";

/** Days that a change is watched; rounds of it at most, and days of one at least. */
export const YEAR = 364;
export const MOST_ROUNDS = 13;
export const LEAST_ROUND = 28;

/** J: whole rounds of a year. */
export function roundsOf({ roundDays }: People): number {
  return Math.floor(YEAR / roundDays);
}

/** What happens to one person after day 0; days count from the first wave's day 0. */
export interface Fate {
  /** First day on which they come no more; Infinity = never. */
  lostFrom: number;
  /** They leave after their first return. */
  onceThenGone: boolean;
  /** Their rate is multiplied by this from the beginning. */
  pace: number;
  /** From this day on, this share of their occasions goes unseen (no identity). */
  unseenFrom: number;
  unseenShare: number;
  /** First day on which they are not watched any more. */
  censoredOn: number;
  /** Days [from, to) whose rows are missing; `hidden`: known to be so, and nobody of the matched set is under watch. */
  gap: { from: number; to: number; hidden: boolean } | null;
  /** From this day on they stand in the stratum's other half (touched by another change). */
  splitFrom: number;
}

/** Left as it is: no change, no gap. */
export const UNTOUCHED: Fate = {
  lostFrom: Number.POSITIVE_INFINITY,
  onceThenGone: false,
  pace: 1,
  unseenFrom: Number.POSITIVE_INFINITY,
  unseenShare: 0,
  censoredOn: Number.POSITIVE_INFINITY,
  gap: null,
  splitFrom: Number.POSITIVE_INFINITY,
};

/**
 * Counts of a followed cohort. Kind 0 = first returns, 1 = first returns within rounds; where strata are split,
 * the second half of them are the split-off ones. `risk` holds steps (+ entered, - left that morning), `events` counts; both by kind, stratum, arm, day.
 */
export interface Counts {
  strata: number;
  risk: Int16Array;
  events: Int16Array;
}

/** A person's world: cumulative pace of their store's days, `[day]` = sum of the days before it, YEAR + 1 long. */
export type Weather = Float64Array;

export interface World {
  /** Store of each person. */
  store: Int32Array;
  weather: readonly Weather[];
  fate: (person: number) => Fate;
  /** Whether some stand in the other half of their stratum from a day on. */
  split?: boolean;
}

export function place(counts: Counts, kind: number, stratum: number, arm: number): number {
  return ((kind * counts.strata + stratum) * 2 + arm) * (YEAR + 1);
}

/**
 * Follows everybody for a year in whole days. A customer makes occasions at their rate x the pace of the day and leaves after
 * one with their own chance: occasions that end it are a thinned process, so each round needs one waiting time.
 */
export function follow(random: Random, people: People, world: World): Counts {
  const strata = people.strata.length * (world.split === true ? 2 : 1);
  const size = 2 * strata * 2 * (YEAR + 1);
  const counts: Counts = { strata, risk: new Int16Array(size), events: new Int16Array(size) };
  for (let i = 0; i < people.count; i += 1) {
    const weather = world.weather[world.store[i] ?? 0];
    if (weather !== undefined) followOne(random, counts, people, i, weather, world.fate(i));
  }
  return counts;
}

function followOne(random: Random, counts: Counts, people: People, i: number, weather: Weather, fate: Fate): void {
  const stratum = people.stratum[i] ?? 0;
  const arm = people.exposed[i] === 1 ? 1 : 0;
  const offset = people.strata[stratum]?.offset ?? 0;
  const leave = people.leave[i] ?? 0;
  const rate = (people.rate[i] ?? 0) * fate.pace;
  const start = weather[offset] ?? 0;
  const departs = people.alive[i] === 1 ? start - Math.log(1 - random()) / (rate * leave) : start;
  const pace = 1 / (rate * (1 - leave));
  const last = Math.min(YEAR, fate.censoredOn);
  let gone = fate.lostFrom;
  let first = -1;
  let next = nextAfter(random, start, departs, pace);
  for (let from = offset; from < last; from += people.roundDays) {
    const to = Math.min(from + people.roundDays, last);
    const end = weather[to] ?? 0;
    let day = -1;
    while (day < 0 && next < end) {
      const at = dayAt(weather, next, from, to);
      if (at >= gone) next = Number.POSITIVE_INFINITY;
      else if (isSeen(random, fate, at)) day = at;
      else next = nextAfter(random, next, departs, pace);
    }
    watch(counts, 1, stratum, arm, from, to, day, fate);
    if (day < 0) continue;
    next = nextAfter(random, end, departs, pace);
    if (first >= 0) continue;
    first = day;
    if (fate.onceThenGone) gone = day + 1;
  }
  watch(counts, 0, stratum, arm, offset, last, first, fate);
}

/** The occasion that ends it is one too; after it there is none. Waiting times have no memory. */
function nextAfter(random: Random, time: number, departs: number, pace: number): number {
  return time < departs ? Math.min(departs, time - Math.log(1 - random()) * pace) : Number.POSITIVE_INFINITY;
}

function isSeen(random: Random, { gap, unseenFrom, unseenShare }: Fate, day: number): boolean {
  if (gap !== null && day >= gap.from && day < gap.to) return false;
  return day < unseenFrom || random() >= unseenShare;
}

function dayAt(weather: Weather, time: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((weather[middle] ?? 0) <= time) low = middle;
    else high = middle;
  }
  return low;
}

/** At risk on the mornings [from, to) up to the day of the return; in the halves and without the hidden days that fate asks for. */
function watch(
  counts: Counts,
  kind: number,
  stratum: number,
  arm: number,
  from: number,
  to: number,
  day: number,
  { splitFrom, gap }: Fate,
): void {
  const end = day < 0 ? to : day + 1;
  const half = splitFrom < YEAR ? counts.strata >> 1 : 0;
  const whole = place(counts, kind, stratum, arm);
  const split = place(counts, kind, stratum + half, arm);
  if (gap?.hidden === true) {
    enter(counts, whole, split, from, Math.min(end, gap.from), splitFrom);
    enter(counts, whole, split, Math.max(from, gap.to), end, splitFrom);
  } else enter(counts, whole, split, from, end, splitFrom);
  if (day < 0) return;
  const at = (day >= splitFrom ? split : whole) + day;
  counts.events[at] = (counts.events[at] ?? 0) + 1;
}

function enter(counts: Counts, whole: number, split: number, from: number, until: number, splitFrom: number): void {
  if (from >= until) return;
  const cut = Math.min(until, Math.max(from, splitFrom));
  step(counts, whole, from, cut);
  step(counts, split, cut, until);
}

function step(counts: Counts, base: number, from: number, until: number): void {
  if (from >= until) return;
  counts.risk[base + from] = (counts.risk[base + from] ?? 0) + 1;
  counts.risk[base + until] = (counts.risk[base + until] ?? 0) - 1;
}

/** Calls for every cell with an event: round 0 = first returns; `stratum` under S. In order of kind, stratum, day. */
export function eachCell(
  counts: Counts,
  people: People,
  visit: (round: number, stratum: number, day: number, n1: number, n0: number, d: number, o: number) => void,
): void {
  const half = people.strata.length;
  for (let kind = 0; kind < 2; kind += 1) {
    for (let s = 0; s < counts.strata; s += 1) {
      const stratum = s % half;
      const offset = people.strata[stratum]?.offset ?? 0;
      const [twins, exposed] = [place(counts, kind, s, 0), place(counts, kind, s, 1)];
      let [n0, n1] = [0, 0];
      for (let day = 0; day < YEAR; day += 1) {
        n0 += counts.risk[twins + day] ?? 0;
        n1 += counts.risk[exposed + day] ?? 0;
        const o = counts.events[exposed + day] ?? 0;
        const d = o + (counts.events[twins + day] ?? 0);
        if (d === 0) continue;
        visit(kind === 0 ? 0 : Math.floor((day - offset) / people.roundDays) + 1, stratum, day, n1, n0, d, o);
      }
    }
  }
}
