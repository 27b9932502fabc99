import { type CannotSay, cannotSay } from "@/server/stats/estimate";

/** One stretch of days of one group: how many came, and how many the model said would. */
export interface DriftWindow {
  observed: number;
  expected: number;
}

export interface Drift {
  kind: "drift";
  /** Those who came, of those who usually would by the model: 0.9 = a tenth fewer than usual. */
  ratio: number;
  /** Where the ratio of a usual stretch lies (z = 2.9), from how the earlier ones differed. */
  usual: { lower: number; upper: number };
  /** Earlier stretches that say what is usual. */
  k: number;
  /** Under what is usual, and lower than each of the earlier ones. */
  fewer: boolean;
}

/** Stretches needed to know what is usual, and occasions expected in each of them. */
const LEAST_WINDOWS = 8;
const LEAST_EXPECTED = 150;
const Z = 2.9;

/**
 * Whether a group came less than expected, without anybody to compare it with. b = ln(observed/expected); bias and over-dispersion
 * of the model are those of the earlier stretches: ratio = exp(b0 - mean b), usual = exp(-+ z s sqrt(1 + 1/k)), s = their standard
 * deviation. Lower than all k of them by chance alone: at most 1 in k + 1, whatever their distribution, if stretches are
 * exchangeable. A season or a market shift looks the same: never an alarm (methods 2, "a change that touches everybody").
 */
export function drift(now: DriftWindow, earlier: readonly DriftWindow[]): Drift | CannotSay {
  if (now.expected < LEAST_EXPECTED) return cannotSay("too few customers", LEAST_EXPECTED, Math.floor(now.expected));
  const known = earlier.filter((window) => window.expected >= LEAST_EXPECTED && window.observed > 0);
  const k = known.length;
  if (k < LEAST_WINDOWS) return cannotSay("too short a history", LEAST_WINDOWS, k);
  const logs = known.map(({ observed, expected }) => Math.log(observed / expected));
  const mean = logs.reduce((sum, b) => sum + b, 0) / k;
  const s = Math.sqrt(logs.reduce((sum, b) => sum + (b - mean) ** 2, 0) / (k - 1));
  const b0 = Math.log(Math.max(now.observed, 0.5) / now.expected);
  const half = Z * s * Math.sqrt(1 + 1 / k);
  return {
    kind: "drift",
    ratio: Math.exp(b0 - mean),
    usual: { lower: Math.exp(-half), upper: Math.exp(half) },
    k,
    fewer: b0 - mean < -half && b0 < Math.min(...logs),
  };
}
