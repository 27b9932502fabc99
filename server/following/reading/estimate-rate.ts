import { correctionAt, correctLimits, type RateCorrection } from "../../stats/correct-rate";
import { type FollowRate, followRate } from "../../stats/follow-rate";
import type { StratumCount } from "../../stats/merge-strata";
import type { Calibration } from "../../stats/placebo-calibration";
import type { Cohort } from "../cohort/open-cohort";
import { bitsOf, frozenOf } from "../counting/splits";
import type { PartsOf, Rate } from "../schema";
import { BAND_Z } from "../settings";
import type { StretchCount } from "./read-returns";

type CannotSay = Extract<PartsOf<"follow_rate">["rate"], { kind: "cannot say" }>;

/** Twins of a kind (the bits of later changes) under which it is compared with nobody: as few as a stratum may have. */
const LEAST_TWINS = 10;

/**
 * Counts by stratum with what the merging of small strata needs: neighbours are bins of one wave, segment and overlap, among those
 * whom the same later changes touch. Concerned people of a kind that has hardly a twin are left out.
 */
export function asStrata(
  cohort: Pick<Cohort, "strata">,
  counts: readonly StretchCount[],
  placeOf = placesIn(cohort),
): StratumCount[] {
  const twins = new Map<number, number>();
  for (const { stratum, n0 } of counts) twins.set(bitsOf(stratum), (twins.get(bitsOf(stratum)) ?? 0) + n0);
  const strata: StratumCount[] = [];
  // A curve of a thousand cells comes by here for each of its points: nothing is made but the row.
  for (const { stratum, n1, n0, y1, y0 } of counts) {
    const bits = bitsOf(stratum);
    if (bits !== 0 && (twins.get(bits) ?? 0) < LEAST_TWINS) continue;
    const { segment, bin } = placeOf(stratum);
    strata.push({ stratum, n1, n0, y1, y0, segment, bin });
  }
  return strata;
}

/** Where a cell of a stratum stands among those that it may be merged with. */
export function placesIn({ strata }: Pick<Cohort, "strata">): (cell: number) => { segment: string; bin: number } {
  const known = new Map(strata.map((row) => [row.stratum, row]));
  const places = new Map<number, { segment: string; bin: number }>();
  return (cell) => {
    const found = places.get(cell);
    if (found) return found;
    const { wave = 0, segment = "", also = 0, bin = 0 } = known.get(frozenOf(cell)) ?? {};
    const name = `${wave}/${also}/${segment}`;
    const place = { segment: bitsOf(cell) === 0 ? name : `later ${bitsOf(cell)}/${name}`, bin };
    places.set(cell, place);
    return place;
  };
}

/**
 * The follow rate of some strata with its weekly band and its pointwise interval (methods 3). Where calibrated, what placebo changes
 * show is taken off ratio and limits, and `raw` is the ratio as counted. Missing returns stay counted; their limits have tau in them.
 */
export function estimateRate(strata: readonly StratumCount[], calibration: Calibration): Rate | CannotSay {
  const pointwise = followRate(strata);
  const band = followRate(strata, { z: BAND_Z });
  if (pointwise.kind === "cannot say") return pointwise;
  if (band.kind === "cannot say") return band;
  const correction = correctionAt(calibration, pointwise.rateTwins);
  const { ratio } = pointwise;
  return {
    kind: "rate",
    ratio: ratio * Math.exp(-(correction?.drift ?? 0)),
    raw: ratio,
    correction: correction && { k: calibration.k, ...correction },
    band: limits(band, correction),
    pointwise: limits(pointwise, correction),
    intervalKind: band.interval.kind,
    rateExposed: pointwise.rateExposed,
    rateTwins: pointwise.rateTwins,
    exposed: pointwise.exposed,
    twins: pointwise.twins,
    observed: pointwise.observed,
    expected: pointwise.expected,
    missing: missing(band, correction),
    expectedReturns: pointwise.expectedReturns,
    shown: pointwise.shown,
    verdictPossible: pointwise.verdictPossible,
  };
}

/** Limits of a rate, corrected where it can be. */
export function limits({ ratio, interval }: FollowRate, correction: RateCorrection | null): Rate["band"] {
  const found = { lower: interval.lower, upper: Number.isFinite(interval.upper) ? interval.upper : null };
  return correction ? correctLimits(ratio, found, correction, interval.z) : found;
}

function missing(rate: FollowRate, correction: RateCorrection | null): Rate["missing"] {
  const { value, interval } = rate.missingReturns;
  const weather = rate.interval.z * (correction?.tau ?? 0) * rate.expected;
  return {
    value,
    lower: value - Math.hypot(value - interval.lower, weather),
    upper: value + Math.hypot(interval.upper - value, weather),
  };
}

/** Revenue at risk over 12 months: (1 - follow rate) x what the exposed were expected to be worth at day 0, with the rate's limits. */
export function revenueAtRisk(
  rate: Rate,
  base: number,
  margin: number | null,
): PartsOf<"follow_rate">["revenueAtRisk"] {
  const worth = base * (margin ?? 1);
  return {
    value: (1 - rate.ratio) * worth,
    lower: rate.band.upper === null ? null : (1 - rate.band.upper) * worth,
    upper: (1 - rate.band.lower) * worth,
    base: worth,
    margin,
  };
}

/**
 * Lost followers: missing returns of a round over the share of twins who come in one, people and not visits. Before the first
 * round is over, those missing so far, who are "late or lost": divided by the few twins who have come yet they would be many.
 */
export function lostFollowers(
  { missing, rateTwins }: Pick<Rate, "missing" | "rateTwins">,
  kind: "round" | "so far",
): Rate["missing"] {
  const share = kind === "round" ? rateTwins : 1;
  return { value: missing.value / share, lower: missing.lower / share, upper: missing.upper / share };
}
