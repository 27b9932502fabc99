import { LEAST_VARIANCE } from "@/server/stats/calibrated-evidence";
import type { Calibration } from "@/server/stats/placebo-calibration";
import { DEFAULT_THETAS } from "@/server/stats/safe-log-rank";
import { shareOfStart } from "@/server/stats/start-weights";
import type { DaySums } from "./day-sums";
import { YEAR } from "./follow";

/** First returns, or the rounds from one on, at the end of each day: what e is made of (stats/calibrated-evidence.ts). */
export interface Standing {
  /** Share of this track in the slice's e. */
  share: number;
  /** A - m B, B, 1/(1 + tau^2 B) and z^3 C/6; all 0 and z = 1 while V < 10. */
  away: Float64Array;
  b: Float64Array;
  z: Float64Array;
  lean: Float64Array;
  /** e is never more than this where returns are away, and 1 in the other direction: ln = (z away)^2/(2 (z B - 2 W |lean|)), W the widest shift. */
  most: Float64Array;
}

/** e, not its logarithm. */
export interface Evidence {
  down: number;
  up: number;
}

const SHIFTS = Float64Array.from(DEFAULT_THETAS, Math.log);
const CUBES = SHIFTS.map((shift) => shift ** 3);
const WIDEST = SHIFTS.reduce((most, shift) => Math.max(most, Math.abs(shift)), 0);

/** All tracks of a slice: first returns, and the rounds from each of 2 to J on. */
export function standings(
  sums: DaySums,
  slice: number,
  calibration: { first: Calibration; rounds: Calibration },
): Standing[] {
  const [x, v, third] = [sums.x[slice], sums.v[slice], sums.third[slice]];
  if (x === undefined || v === undefined || third === undefined) return [];
  const tracks = [stand({ x, v, third }, calibration.first, 0.5)];
  const rows = { x: new Float64Array(YEAR), v: new Float64Array(YEAR), third: new Float64Array(YEAR) };
  for (let from = sums.rounds; from >= 2; from -= 1) {
    for (let day = 0, at = from * YEAR; day < YEAR; day += 1, at += 1) {
      rows.x[day] = (rows.x[day] ?? 0) + (x[at] ?? 0);
      rows.v[day] = (rows.v[day] ?? 0) + (v[at] ?? 0);
      rows.third[day] = (rows.third[day] ?? 0) + (third[at] ?? 0);
    }
    tracks.push(stand(rows, calibration.rounds, 0.5 * shareOfStart(from, sums.rounds)));
  }
  return tracks;
}

type Rows = Record<"x" | "v" | "third", Float64Array>;

function stand(rows: Rows, { m, tau2, sigma2 }: Calibration, share: number): Standing {
  const column = () => new Float64Array(YEAR);
  const own: Standing = {
    share,
    away: column(),
    b: column(),
    z: column().fill(1),
    lean: column(),
    most: column().fill(1),
  };
  let [a, b, c, x, v, third, V] = [0, 0, 0, 0, 0, 0, 0];
  for (let day = 0; day < YEAR; day += 1) {
    if (day % 7 === 0) {
      a += x / (1 + sigma2 * v);
      b += v / (1 + sigma2 * v);
      c += third / (1 + sigma2 * v) ** 3;
      x = 0;
      v = 0;
      third = 0;
    }
    const gained = rows.v[day] ?? 0;
    x += rows.x[day] ?? 0;
    v += gained;
    third += rows.third[day] ?? 0;
    V += gained;
    if (V < LEAST_VARIANCE) continue;
    const inflated = 1 + sigma2 * v;
    const B = b + v / inflated;
    const z = 1 / (1 + tau2 * B);
    const away = a + x / inflated - m * B;
    const lean = ((c + third / inflated ** 3) * z ** 3) / 6;
    own.away[day] = away;
    own.b[day] = B;
    own.z[day] = z;
    own.lean[day] = lean;
    own.most[day] = Math.exp((z * away) ** 2 / (2 * (z * B - 2 * WIDEST * Math.abs(lean))));
  }
  return own;
}

/** What the joined e of a slice's tracks cannot pass at the end of a day. */
export function mostAt(tracks: readonly Standing[], day: number): Evidence {
  let [down, up] = [0, 0];
  for (const track of tracks) {
    const most = track.most[day] ?? 1;
    const above = (track.away[day] ?? 0) > 0;
    down += track.share * (above ? 1 : most);
    up += track.share * (above ? most : 1);
  }
  return { down, up };
}

/** The joined e of a slice's tracks at the end of a day. */
export function evidenceAt(tracks: readonly Standing[], day: number): Evidence {
  let [down, up] = [0, 0];
  for (const track of tracks) {
    const [away, z] = [track.away[day] ?? 0, track.z[day] ?? 1];
    const [b, lean] = [track.b[day] ?? 0, track.lean[day] ?? 0];
    let [low, high] = [0, 0];
    for (let k = 0; k < SHIFTS.length; k += 1) {
      const s = SHIFTS[k] ?? 0;
      const cost = (s * s * b * z) / 2;
      const odd = s * away * z - (CUBES[k] ?? 0) * lean;
      low += Math.exp(odd - cost);
      high += Math.exp(-odd - cost);
    }
    down += (track.share * low) / SHIFTS.length;
    up += (track.share * high) / SHIFTS.length;
  }
  return { down, up };
}
