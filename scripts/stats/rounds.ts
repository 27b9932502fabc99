import { numberColumn } from "@/scripts/stats/columns";
import { numberOption, type Options } from "@/scripts/stats/options";
import type { Table } from "@/scripts/stats/read-table";
import { advanceMonitor, evidenceOf, type RoundCell, startMonitor } from "@/server/stats/monitor";
import { CALIBRATION_DEFAULTS, type Calibration } from "@/server/stats/placebo-calibration";
import { type FollowedPerson, stratumDays } from "@/server/stats/stratum-days";

export const ROUND_OPTIONS: readonly string[] = ["rounds", "m", "tau", "sigma"];

/**
 * With a column `round`: a row is one person in one round (0 = first returns), time in days since day 0. First returns and the
 * rounds from each on, calibrated with --m, --tau, --sigma (0, 0.05, 0 unless told) and joined; the alarm rings at 1/alpha.
 */
export function runRounds(table: Table, people: readonly FollowedPerson[], alpha: number, options: Options) {
  const round = numberColumn(table, "round", { whole: true, max: 52 });
  const rounds = numberOption(options, "rounds", 1, 53) ?? 13;
  const calibration = readCalibration(options);
  const cells = [...new Set(round)].flatMap((number) => cellsOf(people, round, number));
  const days = [...new Set(cells.map(({ day }) => day))].sort((left, right) => left - right);
  let state = startMonitor({
    day0: 0,
    roundDays: 28,
    rounds,
    calibration: { first: calibration, rounds: calibration },
  });
  const logE: { time: number; lower: number; upper: number }[] = [];
  for (const day of days) {
    const today = cells.filter((cell) => cell.day === day);
    state = advanceMonitor(state, day, today);
    logE.push({ time: day, lower: state.down, upper: state.up });
  }
  const { since, ...evidence } = evidenceOf(state, alpha);
  const threshold = 1 / alpha;
  const rings = (side: "lower" | "upper") => logE.find((point) => point[side] >= Math.log(threshold))?.time ?? null;
  return {
    eLower: Math.min(Math.exp(evidence.down), Number.MAX_VALUE),
    eUpper: Math.min(Math.exp(evidence.up), Number.MAX_VALUE),
    logE,
    alarmTime: rings("lower"),
    alarmTimeUpper: rings("upper"),
    since: since.down,
    observed: evidence.observed,
    expected: evidence.expected,
    variance: evidence.variance,
    rounds: evidence.rounds,
    threshold,
  };
}

function cellsOf(
  people: readonly FollowedPerson[],
  round: Float64Array,
  number: number,
): (RoundCell & { day: number })[] {
  const own = people.filter((_, i) => round[i] === number);
  return stratumDays(own).map(({ cell: _, ...day }) => ({ ...day, round: number }));
}

function readCalibration(options: Options): Calibration {
  const number = (name: string, least: number) => numberOption(options, name, least, 10);
  const tau = number("tau", 0) ?? CALIBRATION_DEFAULTS.tau;
  const calibrated = options.has("tau");
  return { m: number("m", -10) ?? 0, tau2: tau * tau, sigma2: (number("sigma", 0) ?? 0) ** 2, k: 0, calibrated };
}
