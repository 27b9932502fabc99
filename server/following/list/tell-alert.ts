import type { Evidence } from "../../alerts/evidence";
import { raiseAlert } from "../../alerts/raise-alert";
import type { Scope } from "../../scope";
import type { Cohort } from "../cohort/open-cohort";
import { calibrationOf, isCalibrated } from "../monitors/calibration-of";
import { segmentSizes } from "../pages/segment-sizes";
import { lostFollowers } from "../reading/estimate-rate";
import type { NightReadings } from "../reading/read-readings";
import type { PartsOf, Slice } from "../schema";
import type { AlarmTonight } from "./decide-verdict";
import type { Direction, Drawn } from "./draw-nights";

interface Heard {
  drawn: Drawn | null;
  /** Empty where nothing is measured tonight. */
  alarms: ReadonlyMap<Slice, Record<Direction, AlarmTonight>>;
  night: NightReadings | null;
  /** The change's alert, or null. */
  known: { weakenedOn: string | null } | null;
}

/**
 * Tells the inbox whether a change is on tonight's downward list. Nights read in one go that hold an alarm which weakened since raise
 * it first, on its day, with tonight's figures.
 */
export async function tellAlert(scope: Scope, watched: Cohort, heard: Heard): Promise<void> {
  const { drawn, alarms, known } = heard;
  const { changeId } = watched;
  const whole = alarms.get("all")?.down ?? null;
  const through = watched.countedThrough ?? watched.day0;
  const sinceOn = whole?.sinceOn ?? null;
  const turns = whole === null ? [] : (drawn?.turns ?? []);
  const standing = whole?.listed === true;
  if (!standing && turns.length === 0 && (known === null || known.weakenedOn !== null)) return;
  const evidence = whole && evidenceOf(scope, watched, whole, heard);
  for (const turn of turns.filter(({ on }) => on < through))
    await raiseAlert(scope, { changeId, standing: turn.standing, on: turn.on, sinceOn, evidence });
  await raiseAlert(scope, { changeId, standing, on: through, sinceOn, evidence });
}

/** An e-value that rises without end, as a number that JSON holds. */
export function onceIn(logE: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.exp(logE));
}

function evidenceOf(scope: Scope, watched: Cohort, whole: AlarmTonight, { drawn, alarms, night }: Heard): Evidence {
  const through = watched.countedThrough ?? watched.day0;
  const parts = night?.get("follow_rate") ?? null;
  const rate = parts?.rate.kind === "rate" ? parts.rate : null;
  const risk = parts?.revenueAtRisk ?? null;
  const calibration = calibrationOf(watched, "all");
  const { first } = calibration;
  return {
    rate: estimateOf(parts),
    exposed: rate?.exposed ?? 0,
    lost: lostOf(parts),
    lostKind: parts?.stretch.kind === "round" ? "lost" : "late",
    atRisk: risk && { value: risk.value, low: risk.lower, high: risk.upper },
    onceIn: onceIn(whole.logE),
    threshold: drawn?.latest.down.needs ?? 0,
    alpha: scope.workspace.alpha,
    calibrated: isCalibrated(calibration),
    calibration: isCalibrated(calibration) ? { k: first.k, m: first.m, tau: Math.sqrt(first.tau2) } : null,
    alarmOn: whole.alarmOn ?? through,
    segments: segmentsOf(alarms, night, scope.workspace.minGroup),
    asOf: through,
  };
}

/** The slices that ring. Of those that pages hide neither people nor rate leave the server. */
export function segmentsOf(
  alarms: Heard["alarms"],
  night: Pick<NightReadings, "get" | "slices"> | null,
  minGroup: number,
): Evidence["segments"] {
  const told = new Map((night ? segmentSizes(night, minGroup) : []).map((row) => [row.slice, row]));
  return [...alarms].flatMap(([slice, { down }]) => {
    if (slice === "all" || !down.listed) return [];
    const own = told.get(slice);
    const seen = own !== undefined && !own.hidden;
    const rate = seen ? estimateOf(night?.get("follow_rate", slice) ?? null) : null;
    return [{ segment: slice.replace("segment:", ""), exposed: seen ? own.n : 0, rate }];
  });
}

function estimateOf(parts: PartsOf<"follow_rate"> | null): Evidence["rate"] {
  if (parts?.rate.kind !== "rate") return null;
  return { value: parts.rate.ratio, low: parts.rate.band.lower, high: parts.rate.band.upper };
}

/** Lost followers of the round; before one is over, those missing so far. */
function lostOf(parts: PartsOf<"follow_rate"> | null): Evidence["lost"] {
  if (parts?.rate.kind !== "rate") return null;
  const { value, lower, upper } = lostFollowers(parts.rate, parts.stretch.kind);
  return { value, low: lower, high: upper };
}
