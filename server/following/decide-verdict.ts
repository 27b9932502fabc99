import { DEFAULT_VERDICT_LIMITS, type NotMeasurable, verdict } from "../stats/verdict";
import type { MonitorReading } from "./advance-monitors";
import type { PartsOf } from "./schema";

export interface VerdictInput {
  unmeasurable: NotMeasurable | null;
  down: MonitorReading | null;
  up: MonitorReading | null;
  rate: PartsOf<"follow_rate"> | null;
  /** From this lower limit of the band on, they follow (a setting). */
  followFrom: number;
  /** Days until the first round is over; null once it is. */
  daysToGo: number | null;
}

/** The verdict of a change or of one of its segments, with the evidence it rests on. */
export function decideVerdict({
  unmeasurable,
  down,
  up,
  rate,
  followFrom,
  daysToGo,
}: VerdictInput): PartsOf<"verdict"> {
  const figure = rate?.stretch.kind === "round" && rate.rate.kind === "rate" ? rate.rate : null;
  const said = verdict(
    {
      notMeasurable: unmeasurable,
      alarm: down?.alarmOn ? { raisedOn: down.alarmOn, standing: down.standing } : null,
      round: figure && {
        lower: figure.band.lower,
        upper: figure.band.upper ?? Number.MAX_VALUE,
        expectedReturns: figure.expectedReturns,
      },
      daysToGo,
    },
    { ...DEFAULT_VERDICT_LIMITS, followFrom },
  );
  return {
    ...said,
    alarm: down && {
      logE: down.logE,
      threshold: down.threshold,
      raisedOn: down.alarmOn,
      sinceOn: down.sinceOn,
      standing: down.standing,
    },
    up: up && { logE: up.logE, threshold: up.threshold, raisedOn: up.alarmOn },
    calibrated: false,
  };
}
