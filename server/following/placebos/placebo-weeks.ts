import { hypergeometricMoments } from "../../stats/hypergeometric";
import type { WeekSum } from "../../stats/placebo-calibration";
import { advance, type DayCell, type SafeLogRankState, startSafeLogRank } from "../../stats/safe-log-rank";

/** One member of a placebo change: the stratum they stand in, and the days from day 0 on which they came, ascending. */
export interface PlaceboMember {
  exposed: boolean;
  stratum: number;
  days: readonly number[];
}

export interface PlaceboCell extends DayCell {
  day: number;
  /** 0 = first returns, j >= 2 = first returns within round j. */
  round: number;
}

export interface FollowDays {
  /** Days followed, from day 0 on. */
  days: number;
  roundDays: number;
}

/** Weekly observed less expected returns of the exposed, and its variance: of first returns, and of rounds from the second on. */
export interface PlaceboWeeks {
  first: WeekSum[];
  rounds: WeekSum[];
}

/**
 * Counts members into days, as count-days.ts does for members who are all under watch throughout: at risk that morning and
 * returned that day, in first returns and in each round from the second on. Only days with an event have a cell.
 */
export function placeboCells(members: readonly PlaceboMember[], follow: FollowDays): PlaceboCell[] {
  const byStratum = new Map<number, PlaceboMember[]>();
  for (const member of members) {
    const own = byStratum.get(member.stratum);
    if (own) own.push(member);
    else byStratum.set(member.stratum, [member]);
  }
  const rounds = Math.ceil(follow.days / follow.roundDays);
  return [...byStratum.values()].flatMap((own) =>
    Array.from({ length: rounds }, (_, i) => (i === 0 ? 0 : i + 1)).flatMap((round) => cellsOf(own, round, follow)),
  );
}

function cellsOf(members: readonly PlaceboMember[], round: number, { days, roundDays }: FollowDays): PlaceboCell[] {
  const from = round === 0 ? 0 : (round - 1) * roundDays;
  const to = round === 0 ? days : Math.min(days, round * roundDays);
  const came = { exposed: new Int32Array(to - from), twins: new Int32Array(to - from) };
  const risk = { exposed: 0, twins: 0 };
  for (const { exposed, days: own } of members) {
    const arm = exposed ? "exposed" : "twins";
    risk[arm] += 1;
    const first = own.find((day) => day >= from);
    if (first === undefined || first >= to) continue;
    came[arm][first - from] = (came[arm][first - from] ?? 0) + 1;
  }
  const cells: PlaceboCell[] = [];
  for (let at = 0; at < to - from; at += 1) {
    const o = came.exposed[at] ?? 0;
    const d = o + (came.twins[at] ?? 0);
    if (d > 0) cells.push({ day: from + at, round, n1: risk.exposed, n0: risk.twins, d, o });
    risk.exposed -= o;
    risk.twins -= d - o;
  }
  return cells;
}

/** Weeks counted from day 0; those without returns are left out. */
export function placeboWeeks(cells: readonly PlaceboCell[]): PlaceboWeeks {
  return {
    first: weeksOf(cells.filter(({ round }) => round === 0)),
    rounds: weeksOf(cells.filter((c) => c.round > 0)),
  };
}

function weeksOf(cells: readonly PlaceboCell[]): WeekSum[] {
  const weeks = new Map<number, WeekSum>();
  for (const cell of cells) {
    if (cell.n1 === 0 || cell.n0 === 0) continue;
    const week = Math.floor(cell.day / 7);
    const { mean, variance } = hypergeometricMoments(cell);
    const sum = weeks.get(week) ?? { x: 0, v: 0 };
    weeks.set(week, { x: sum.x + cell.o - mean, v: sum.v + variance });
  }
  return [...weeks].sort(([left], [right]) => left - right).map(([, { x, v }]) => ({ x: short(x), v: short(v) }));
}

/** What is kept is read by people too. */
function short(value: number): number {
  return Number(value.toFixed(6));
}

export interface PlaceboAlarms {
  /** Days from day 0; null = none. */
  down: number | null;
  up: number | null;
}

/**
 * The first day on which an alarm would have rung by itself without calibration (methods 4): first returns at 2/alpha, one of
 * the rounds 2 to J at 2 (J - 1)/alpha.
 */
export function placeboAlarms(cells: readonly PlaceboCell[], rounds: number, alpha: number): PlaceboAlarms {
  const tracks = [...new Set(cells.map(({ round }) => round))].map((round) => {
    const threshold = (2 * (round === 0 ? 1 : Math.max(1, rounds - 1))) / alpha;
    return runTrack(
      cells.filter((cell) => cell.round === round),
      threshold,
    );
  });
  const earliest = (of: (state: SafeLogRankState) => number | null) => {
    const days = tracks.flatMap((state) => of(state) ?? []);
    return days.length > 0 ? Math.min(...days) : null;
  };
  return { down: earliest(({ lower }) => lower.alarmTime), up: earliest(({ upper }) => upper.alarmTime) };
}

function runTrack(cells: readonly PlaceboCell[], threshold: number): SafeLogRankState {
  const byDay = new Map<number, PlaceboCell[]>();
  for (const cell of cells) byDay.set(cell.day, [...(byDay.get(cell.day) ?? []), cell]);
  const days = [...byDay].sort(([left], [right]) => left - right);
  return days.reduce((state, [day, own]) => advance(state, day, own, threshold), startSafeLogRank());
}
