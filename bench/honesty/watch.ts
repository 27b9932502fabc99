import { type Calibration, calibrate } from "@/server/stats/placebo-calibration";
import type { DaySums } from "./day-sums";
import { YEAR } from "./follow";
import type { Calibrations } from "./placebos";
import { type Evidence, evidenceAt, mostAt, type Standing, standings } from "./standing";

/** ln e of a change at the end of each day (methods 4, level 1), both directions; and of all and each segment, for level 2. */
export interface Path {
  down: Float64Array;
  up: Float64Array;
  slices: { name: string; down: Float64Array; up: Float64Array }[];
}

/** First days on which the evidence reaches the threshold; null = none. */
export interface FirstAlarms {
  down: number | null;
  up: number | null;
}

interface Slice {
  name: string;
  tracks: Standing[];
}

const UNCALIBRATED = calibrate([]);

/**
 * The monitors of stats/monitor.ts over a year of daily looks, on sums of days (held equal to it in honesty.sim.test.ts).
 * Without calibrations: m = 0, tau = 0.05.
 */
export function watch(sums: DaySums, calibrations: Calibrations | null): Path {
  const slices = slicesOf(sums, calibrations);
  const empty = () => ({ down: new Float64Array(YEAR), up: new Float64Array(YEAR) });
  const path: Path = { ...empty(), slices: slices.map(({ name }) => ({ name, ...empty() })) };
  for (let day = 0; day < YEAR; day += 1) {
    const each = slices.map(({ tracks }) => evidenceAt(tracks, day));
    keep(path, day, levelOne(each));
    each.forEach((evidence, i) => {
      const slice = path.slices[i];
      if (slice !== undefined) keep(slice, day, evidence);
    });
  }
  return path;
}

/** The same, of the change or of one slice by itself, looking closer only at days on which it could be reached. */
export function firstAlarms(
  sums: DaySums,
  calibrations: Calibrations | null,
  { threshold, alone }: { threshold: number; alone?: string | undefined },
): FirstAlarms {
  const slices = slicesOf(sums, calibrations).filter(({ name }) => alone === undefined || name === alone);
  const first: FirstAlarms = { down: null, up: null };
  for (let day = 0; day < YEAR && (first.down === null || first.up === null); day += 1) {
    const most = levelOne(slices.map(({ tracks }) => mostAt(tracks, day)));
    const asked = (direction: keyof FirstAlarms) => first[direction] === null && most[direction] >= threshold;
    if (!asked("down") && !asked("up")) continue;
    const { down, up } = levelOne(slices.map(({ tracks }) => evidenceAt(tracks, day)));
    if (down >= threshold) first.down ??= day;
    if (up >= threshold) first.up ??= day;
  }
  return first;
}

function slicesOf(sums: DaySums, calibrations: Calibrations | null): Slice[] {
  return sums.names.map((name, slice) => {
    const own: { first: Calibration; rounds: Calibration } = calibrations?.get(name) ?? {
      first: UNCALIBRATED,
      rounds: UNCALIBRATED,
    };
    return { name, tracks: standings(sums, slice, own) };
  });
}

function levelOne([all = { down: 1, up: 1 }, ...segments]: readonly Evidence[]): Evidence {
  if (segments.length === 0) return all;
  const mean = (of: (one: Evidence) => number) => segments.reduce((sum, one) => sum + of(one), 0) / segments.length;
  return { down: (all.down + mean(({ down }) => down)) / 2, up: (all.up + mean(({ up }) => up)) / 2 };
}

function keep(path: { down: Float64Array; up: Float64Array }, day: number, { down, up }: Evidence): void {
  path.down[day] = Math.log(down);
  path.up[day] = Math.log(up);
}
