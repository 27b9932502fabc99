import { DEFAULT_VERDICT_LIMITS, type NotMeasurable, verdict } from "../../stats/verdict";
import type { SliceCalibration } from "../monitors/calibration-of";
import { isCalibrated } from "../monitors/calibration-of";
import type { PartsOf } from "../schema";

/** One direction of a slice's monitor tonight. */
export interface AlarmTonight {
  /** ln e; of the change with its segments where the slice is `all`. */
  logE: number;
  /** The e with which the change, or the slice among those of a listed change, is on tonight's list; null = no slice can be. */
  needs: number | null;
  listed: boolean;
  alone: boolean;
  alarmOn: string | null;
  sinceOn: string | null;
}

export interface VerdictInput {
  unmeasurable: NotMeasurable | null;
  /** The day from which on another change cannot be told apart from it, or null. */
  mixedFrom: string | null;
  /** Whether its placebo changes are not followed yet. */
  awaiting: boolean;
  down: AlarmTonight | null;
  up: AlarmTonight | null;
  rate: PartsOf<"follow_rate"> | null;
  /** From this lower limit of the band on, they follow (a setting). */
  followFrom: number;
  /** Days until the first round is over; null once it is. */
  daysToGo: number | null;
  /** Days from tonight on until a loss of a fifth would show, as foreseen at day 0; null = not known, or past. */
  showsIn: number | null;
  calibration: SliceCalibration;
}

/** The verdict of a change or of one of its slices, with the evidence it rests on. */
export function decideVerdict(input: VerdictInput): PartsOf<"verdict"> {
  const { unmeasurable, mixedFrom, awaiting, down, up, rate, followFrom, daysToGo, showsIn, calibration } = input;
  const figure = rate?.rate.kind === "rate" ? rate.rate : null;
  const said = verdict(
    {
      notMeasurable: unmeasurable,
      mixedFrom,
      uncalibrated: awaiting,
      down: down && readingOf(down),
      up: up && readingOf(up),
      round: figure && rate?.stretch.kind === "round" ? bandOf(figure.band) : null,
      expectedReturns: figure?.expectedReturns ?? null,
      daysToGo,
    },
    { ...DEFAULT_VERDICT_LIMITS, followFrom },
  );
  const early = said.word === "too early to say" && showsIn !== null;
  const { first } = calibration;
  return {
    ...said,
    params: { ...said.params, ...(early && { showsIn }) },
    alarm: down && alarmOf(down),
    up: up && alarmOf(up),
    calibrated: isCalibrated(calibration),
    calibration: isCalibrated(calibration) ? { k: first.k, m: first.m, tau: Math.sqrt(first.tau2) } : null,
  };
}

function readingOf({ alarmOn, listed, alone }: AlarmTonight) {
  return { raisedOn: alarmOn, listed, alone };
}

function bandOf({ lower, upper }: { lower: number; upper: number | null }) {
  return { lower, upper: upper ?? Number.MAX_VALUE };
}

function alarmOf({ logE, needs, listed, alone, alarmOn, sinceOn }: AlarmTonight) {
  return { logE, threshold: needs, raisedOn: alarmOn, sinceOn, standing: listed, alone };
}
