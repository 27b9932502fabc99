import { correctionAt } from "../../stats/correct-rate";
import { followRate } from "../../stats/follow-rate";
import { inOrder, type StratumCount } from "../../stats/merge-strata";
import { wilson } from "../../stats/wilson";
import { type Cohort, wavesOf } from "../cohort/open-cohort";
import { frozenOf } from "../counting/splits";
import { daysBetween } from "../days";
import { calibrationOf } from "../monitors/calibration-of";
import type { PartsOf } from "../schema";
import { BAND_Z } from "../settings";
import { curveCounts } from "./curve-counts";
import { asStrata, limits, placesIn } from "./estimate-rate";
import type { StratumPath, StretchCount } from "./read-returns";

type Point = PartsOf<"came_back">["points"][number];

const MOST_POINTS = 90;

/**
 * The curve of the page: for t days after day 0, the share of each arm with an occasion in days 0..t-1 and their ratio, with the
 * weekly band, less what placebo changes show for first returns. At t only waves observed for t days count, and only who was under watch for all of them.
 */
export function cameBack(cohort: Cohort, paths: readonly StratumPath[], through: string): Point[] {
  const days0 = new Map(wavesOf(cohort).map(({ wave, day0 }) => [wave, day0]));
  const waveOf = new Map(cohort.strata.map(({ stratum, wave }) => [stratum, wave]));
  const longest = Math.max(0, ...[...days0.values()].map((day0) => daysBetween(day0, through) + 1));
  const step = Math.max(1, Math.ceil(longest / MOST_POINTS));
  const times = Array.from({ length: Math.floor(longest / step) }, (_, i) => longest - i * step).reverse();
  const day0Of = (cell: number) => days0.get(waveOf.get(frozenOf(cell)) ?? -1);
  const placeOf = placesIn(cohort);
  // In order once, so that merging has nothing to sort at each point.
  const sorted = inOrder(paths.map((path) => ({ path, stratum: path.stratum, ...placeOf(path.stratum) })));
  const walked = curveCounts(
    sorted.map(({ path }) => path),
    { day0Of, through, times },
  );
  return [...walked].flatMap(({ t, counts }) => pointAt(cohort, asStrata(cohort, counts, placeOf), { t, counts }));
}

function pointAt(
  cohort: Cohort,
  strata: readonly StratumCount[],
  { t, counts }: { t: number; counts: StretchCount[] },
): Point[] {
  const sum = (of: (row: StretchCount) => number) => counts.reduce((total, row) => total + of(row), 0);
  const [n1, n0] = [sum((row) => row.n1), sum((row) => row.n0)];
  if (n1 === 0 || n0 === 0) return [];
  const rate = followRate(strata, { z: BAND_Z });
  const { first } = calibrationOf(cohort, "all");
  const exposed = sum((row) => row.y1) / n1;
  const twins = rate.kind === "cannot say" ? sum((row) => row.y0) / n0 : rate.rateTwins;
  const around = (share: number, n: number) => wilson(share * n, n, BAND_Z);
  const [own, theirs] = [around(exposed, n1), around(twins, n0)];
  const shown = rate.kind !== "cannot say" && rate.shown ? rate : null;
  const correction = shown && correctionAt(first, shown.rateTwins);
  const band = shown && limits(shown, correction);
  return [
    {
      t,
      exposed,
      twins,
      ratio: shown && shown.ratio * Math.exp(-(correction?.drift ?? 0)),
      lower: band?.lower ?? null,
      upper: band?.upper ?? null,
      exposedLower: own.lower,
      exposedUpper: own.upper,
      twinsLower: theirs.lower,
      twinsUpper: theirs.upper,
      n1,
      n0,
    },
  ];
}
