import { type SQL, sql } from "drizzle-orm";
import type { Cohort } from "../cohort/open-cohort";
import { wavesOf } from "../cohort/open-cohort";
import { frozenOf } from "../counting/splits";
import { addDays, daysBetween } from "../days";
import type { Span } from "./read-returns";

/** The days that a figure looks at in one wave. */
export interface WaveStretch {
  wave: number;
  day0: string;
  from: string;
  to: string;
}

export interface Stretches {
  kind: "round" | "so far";
  /** The number of the latest complete round, of the wave observed longest. */
  round: number | null;
  days: number;
  waves: WaveStretch[];
}

/**
 * The latest complete round of each wave; before the first wave's first round is over, all days so far. A wave that is still in
 * its first round is left out of a round's figure.
 */
export function latestStretches(cohort: Cohort, through: string): Stretches | null {
  const observed = wavesOf(cohort)
    .map(({ wave, day0 }) => ({ wave, day0, days: daysBetween(day0, through) + 1 }))
    .filter(({ days }) => days > 0);
  const longest = Math.max(0, ...observed.map(({ days }) => days));
  if (longest === 0) return null;
  const round = Math.floor(longest / cohort.roundDays);
  if (round === 0) {
    const waves = observed.map(({ wave, day0 }) => ({ wave, day0, from: day0, to: through }));
    return { kind: "so far", round: null, days: longest, waves };
  }
  const waves = observed.flatMap(({ wave, day0, days }) => {
    const own = Math.floor(days / cohort.roundDays);
    if (own === 0) return [];
    const from = addDays(day0, (own - 1) * cohort.roundDays);
    return [{ wave, day0, from, to: addDays(from, cohort.roundDays - 1) }];
  });
  return { kind: "round", round, days: round * cohort.roundDays, waves };
}

/** Days so far are looked at in whole weeks once there is one: places are read once a week until the first round is over. */
export function placesStretches(stretches: Stretches): Stretches {
  const days = stretches.days - (stretches.days % 7);
  if (stretches.kind === "round" || days === 0) return stretches;
  const last = addDays(stretches.waves.map(({ day0 }) => day0).sort()[0] ?? "", days - 1);
  return {
    ...stretches,
    days,
    waves: stretches.waves.filter(({ from }) => from <= last).map((wave) => ({ ...wave, to: last })),
  };
}

/** First returns, and the rounds that the stretches are. */
export function roundsOf({ roundDays }: Pick<Cohort, "roundDays">, { kind, waves }: Stretches): number[] {
  const own = kind === "round" ? waves.map(({ day0, from }) => daysBetween(day0, from) / roundDays + 1) : [];
  return [...new Set([0, ...own])];
}

/** What was counted in them, by cell of a stratum: first returns so far, or those of each wave's own round. */
export function spansOf(cohort: Cohort, stretches: Stretches): (cell: number) => Span | undefined {
  const waveOf = new Map(cohort.strata.map(({ stratum, wave }) => [stratum, wave]));
  const spans = new Map(
    stretches.waves.map(({ wave, day0, from, to }) => {
      const round = stretches.kind === "round" ? daysBetween(day0, from) / cohort.roundDays + 1 : 0;
      return [wave, { round, from, to }];
    }),
  );
  return (cell) => spans.get(waveOf.get(frozenOf(cell)) ?? -1);
}

/** The CTE `stretch` (wave, opens, closes). */
export function stretchTable({ waves }: Stretches): SQL {
  const rows = waves.map(({ wave, from, to }) => sql`(${wave}::int, ${from}::date, ${to}::date)`);
  return sql`stretch (wave, opens, closes) as (values ${sql.join(rows, sql`, `)})`;
}

/** First and last day over the waves, as readings say it. */
export function spanOf(stretches: Stretches): {
  kind: "round" | "so far";
  round: number | null;
  days: number;
  from: string;
  to: string;
} {
  const from = stretches.waves.map((wave) => wave.from).sort()[0] ?? "";
  const to =
    stretches.waves
      .map((wave) => wave.to)
      .sort()
      .at(-1) ?? "";
  return { kind: stretches.kind, round: stretches.round, days: stretches.days, from, to };
}
