import { group } from "d3-array";
import type { StratumDay } from "@/server/stats/safe-log-rank";

/** One person under watch: days from day 0 to the first return (event 1) or to the end of watching (event 0). */
export interface FollowedPerson {
  time: number;
  event: 0 | 1;
  exposed: boolean;
  stratum: string | number;
}

/**
 * Counts people into stratum days: at risk = those whose time is not before that day; a row for every day with an event.
 * Someone censored on a day is still at risk that morning, as in the log-rank test.
 */
export function stratumDays(people: readonly FollowedPerson[]): StratumDay[] {
  return [...group(people, (person) => person.stratum)].flatMap(([cell, members]) => daysOfCell(cell, members));
}

function daysOfCell(cell: string | number, members: readonly FollowedPerson[]): StratumDay[] {
  const byDay = [...group(members, (person) => person.time)].sort(([left], [right]) => left - right);
  let n1 = members.filter((person) => person.exposed).length;
  let n0 = members.length - n1;
  return byDay.flatMap(([day, gone]) => {
    const returned = gone.filter((person) => person.event === 1);
    const row = { day, cell, n1, n0, d: returned.length, o: returned.filter((person) => person.exposed).length };
    const goneExposed = gone.filter((person) => person.exposed).length;
    n1 -= goneExposed;
    n0 -= gone.length - goneExposed;
    return row.d > 0 ? [row] : [];
  });
}
