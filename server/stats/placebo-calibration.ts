/** One week's observed less expected returns of the exposed, and the variance of that under exchangeable arms. */
export interface WeekSum {
  x: number;
  v: number;
}

/** How far arms stand apart without any change, in log hazard. */
export interface Calibration {
  /** Mean of b = (O - E)/V over the placebo changes. */
  m: number;
  /** Variance of a change's lasting deviation around m, the error of m in it. */
  tau2: number;
  /** Excess variance of the weekly (O - E)/V around its change's own mean. */
  sigma2: number;
  /** Placebo changes it rests on. */
  k: number;
  calibrated: boolean;
}

export interface CalibrationDefaults {
  /** tau while there are too few placebos. */
  tau: number;
  /** Placebo changes from which their own figures are used. */
  from: number;
}

export const CALIBRATION_DEFAULTS: CalibrationDefaults = { tau: 0.05, from: 8 };

/** Under this variance of its weeks together a placebo says nothing, as a monitor doesn't (methods 4). */
const LEAST_VARIANCE = 10;

/** How far people of one stratum differ in their readiness to return: squared coefficient of variation (docs/methods/honesty.md). */
const LUCK = 1;

/**
 * m, tau and sigma of the placebo changes (methods 4), each given as its weeks; weeks without returns may be left out.
 * m = mean b; tau^2 = max(0, var b - mean 1/V) + var b / k; sigma^2 by moments (DerSimonian & Laird 1986, pooled):
 * max(0, (sum Q_i - sum(W_i - 1)) / sum(V_i - sum v^2 / V_i)), Q_i = sum v (x/v - b_i)^2.
 * Under `from` placebos that say anything: m = 0, the default tau, sigma 0, marked.
 */
export function calibrate(
  placebos: readonly (readonly WeekSum[])[],
  { tau, from }: CalibrationDefaults = CALIBRATION_DEFAULTS,
): Calibration {
  const each = placebos.map(summarise).filter(({ V }) => V >= LEAST_VARIANCE);
  const k = each.length;
  if (k < Math.max(2, from)) return { m: 0, tau2: tau * tau, sigma2: 0, k, calibrated: false };
  const m = sum(each, ({ b }) => b) / k;
  const spread = sum(each, ({ b }) => (b - m) ** 2) / (k - 1);
  const chance = sum(each, ({ V }) => 1 / V) / k;
  const room = sum(each, (one) => one.room);
  const excess = sum(each, ({ q, weeks }) => q - (weeks - 1));
  return {
    m,
    tau2: Math.max(0, spread - chance) + spread / k,
    sigma2: room > 0 ? Math.max(0, excess / room) : 0,
    k,
    calibrated: true,
  };
}

/** People of a slice, in both arms. */
export interface Arms {
  exposed: number;
  twins: number;
}

/**
 * The whole change's calibration for a slice of it that has too few placebos of its own: the weather is the same, but in the rounds
 * the same few people are counted again and again, so the luck of who they are lasts: LUCK (1/n1 + 1/n0), which of the whole is
 * in tau^2 already. Where the whole is not calibrated nothing is added: it is marked.
 */
export function borrowRounds(whole: Calibration, of: Arms, slice: Arms): Calibration {
  if (!whole.calibrated) return whole;
  return { ...whole, tau2: whole.tau2 + LUCK * Math.max(0, thinness(slice) - thinness(of)) };
}

function thinness({ exposed, twins }: Arms): number {
  return 1 / Math.max(1, exposed) + 1 / Math.max(1, twins);
}

interface Summary {
  V: number;
  b: number;
  weeks: number;
  q: number;
  room: number;
}

function summarise(weeks: readonly WeekSum[]): Summary {
  const told = weeks.filter(({ v }) => v > 0);
  const V = sum(told, ({ v }) => v);
  const b = V > 0 ? sum(told, ({ x }) => x) / V : 0;
  const q = sum(told, ({ x, v }) => v * (x / v - b) ** 2);
  return { V, b, weeks: told.length, q, room: V > 0 ? V - sum(told, ({ v }) => v * v) / V : 0 };
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0);
}
