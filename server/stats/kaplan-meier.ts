import { zOfLevel } from "@/server/stats/normal-quantile";

export type SurvivalIntervalKind = "log" | "log-log" | "plain";

export interface SurvivalPoint {
  time: number;
  atRisk: number;
  events: number;
  censored: number;
  survival: number;
  /** Greenwood; null once nobody is left (survival 0), like both limits. */
  standardError: number | null;
  lower: number | null;
  upper: number | null;
}

export interface KaplanMeier {
  n: number;
  events: number;
  /** First time at which survival is 0.5 or less; null where it stays above. */
  median: number | null;
  /** Of the median, by inverting the limits of the curve; null = not reached. */
  interval: { lower: number | null; upper: number | null; level: number; kind: SurvivalIntervalKind };
  curve: SurvivalPoint[];
}

export interface KaplanMeierOptions {
  kind?: SurvivalIntervalKind;
  level?: number;
}

/**
 * Product-limit estimate of P(no event by t). Sources: Kaplan & Meier 1958; Greenwood 1926; Brookmeyer & Crowley 1982 for the median.
 * `event`: 1 = event, 0 = censored; events come before censorings at a tied time. Oracle: R survival 3.5-3, `survfit`.
 */
export function kaplanMeier(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  options: KaplanMeierOptions = {},
): KaplanMeier {
  const kind = options.kind ?? "log";
  const level = options.level ?? 0.95;
  const z = zOfLevel(level);
  const curve: SurvivalPoint[] = [];
  let survival = 1;
  let hazardVariance = 0;
  let events = 0;
  for (const row of lifeTable(time, event)) {
    survival *= 1 - row.events / row.atRisk;
    hazardVariance += row.events / (row.atRisk * (row.atRisk - row.events));
    events += row.events;
    curve.push({ ...row, survival, ...limits(survival, hazardVariance, z, kind) });
  }
  const lower = crossing(curve.map((point) => ({ time: point.time, value: point.lower })));
  const upper = crossing(curve.map((point) => ({ time: point.time, value: point.upper })));
  const median = crossing(curve.map((point) => ({ time: point.time, value: point.survival })));
  return { n: time.length, events, median, interval: { lower, upper, level, kind }, curve };
}

/** Survival at time t: the value of the last step at or before it. */
export function survivalAt(curve: readonly SurvivalPoint[], t: number): number {
  return curve.findLast((point) => point.time <= t)?.survival ?? 1;
}

/** Mean time without event up to `tau`, with its standard error (n/(n - 1) not applied, as in R). Source: Klein & Moeschberger 2003, 4.5. */
export function restrictedMean(curve: readonly SurvivalPoint[], tau: number): { mean: number; standardError: number } {
  const steps = curve.filter((point) => point.time < tau);
  const areas = steps.map((point, i) => ((steps[i + 1]?.time ?? tau) - point.time) * point.survival);
  const mean = Math.min(steps[0]?.time ?? tau, tau) + areas.reduce((sum, area) => sum + area, 0);
  let rest = 0;
  let variance = 0;
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const { events = 0, atRisk = 0 } = steps[i] ?? {};
    rest += areas[i] ?? 0;
    if (atRisk > events) variance += (rest * rest * events) / (atRisk * (atRisk - events));
  }
  return { mean, standardError: Math.sqrt(variance) };
}

/** One row per distinct time, ascending: at risk just before, events and censorings at it. */
export function lifeTable(time: ArrayLike<number>, event: ArrayLike<number>) {
  const order = Int32Array.from({ length: time.length }, (_, i) => i).sort((i, j) => (time[i] ?? 0) - (time[j] ?? 0));
  const rows: { time: number; atRisk: number; events: number; censored: number }[] = [];
  for (let start = 0; start < order.length; ) {
    const now = time[order[start] ?? 0] ?? 0;
    let events = 0;
    let end = start;
    for (; end < order.length && time[order[end] ?? 0] === now; end += 1) events += event[order[end] ?? 0] ?? 0;
    rows.push({ time: now, atRisk: order.length - start, events, censored: end - start - events });
    start = end;
  }
  return rows;
}

function limits(survival: number, variance: number, z: number, kind: SurvivalIntervalKind) {
  if (!(survival > 0)) return { standardError: null, lower: null, upper: null };
  const error = Math.sqrt(variance);
  const standardError = survival * error;
  if (variance === 0) return { standardError, lower: survival, upper: survival };
  if (kind === "plain")
    return {
      standardError,
      lower: Math.max(0, survival - z * standardError),
      upper: Math.min(1, survival + z * standardError),
    };
  if (kind === "log")
    return {
      standardError,
      lower: survival * Math.exp(-z * error),
      upper: Math.min(1, survival * Math.exp(z * error)),
    };
  const log = Math.log(survival);
  const width = (z * error) / log;
  return { standardError, lower: survival ** Math.exp(-width), upper: survival ** Math.exp(width) };
}

/** Where a falling step function reaches 0.5; where it stays exactly there for a while, the middle of that while (as R does). */
function crossing(path: { time: number; value: number | null }[]): number | null {
  const below = path.flatMap(({ time, value }) => (value !== null && value < 0.5 + 1e-12 ? [{ time, value }] : []));
  const first = below[0];
  if (first === undefined) return null;
  const next = below.find((step) => step.value < first.value - 1e-12);
  return Math.abs(first.value - 0.5) < 1e-12 && next !== undefined ? (first.time + next.time) / 2 : first.time;
}
