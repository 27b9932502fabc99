import type { Scope } from "../scope";
import { type BgNbdFit, fitBgNbd } from "../stats/bg-nbd-fit";
import type { BgNbdRows } from "../stats/distinct-triples";
import { type CannotSay, cannotSay } from "../stats/estimate";
import { fitGammaGamma } from "../stats/gamma-gamma";
import { fitNbd } from "../stats/nbd-fit";
import { gatherRhythms } from "./gather-rhythms";
import { ENOUGH_GAPS, keepRhythm, type MadeFor, type OwnFit } from "./keep-rhythm";
import { type GapQuantile, readCuts, readGapQuantiles, readRhythms } from "./read-rhythms";
import { readMeanSpent, readSpending } from "./read-spending";
import { RHYTHM_GROUPS, type Rhythm, type RhythmGroup } from "./rhythm";
import { linesAreSampled } from "./sampled-lines";

/** A group with this many repeaters has parameters of its own; a smaller one takes the whole base's (methods 1). */
const OWN_FIT = 500;

const PAST_DAY: MadeFor = { validFrom: null, reason: "past day" };

/**
 * Fits the customers' rhythm on visits up to and including `asOf`, and keeps it: BG/NBD per group of first purchase, the gap
 * quantile, Gamma-Gamma and the top deciles. Never fitted inside a segment (methods 1). A base too short for it is kept as a refusal;
 * so is one whose purchases are a sample of lines, whatever its length.
 */
export async function fitRhythm(scope: Scope, asOf: string, madeFor: MadeFor = PAST_DAY): Promise<Rhythm> {
  await gatherRhythms(scope, asOf);
  if (await linesAreSampled(scope)) return withoutRhythm(scope, asOf, madeFor);
  const triples = await readRhythms(scope, asOf);
  const base = fitEither(together(Object.values(triples)));
  const own = Object.fromEntries(RHYTHM_GROUPS.map((key) => [key, ownFit(triples[key])])) as Record<
    RhythmGroup,
    OwnFit
  >;
  const gaps = await readGapQuantiles(scope);
  const spending = await readSpending(scope, asOf);
  const worth = fitGammaGamma(spending.x, spending.zbar);
  const cuts = await readCuts(scope);
  const group = (key: RhythmGroup): Rhythm["groups"][RhythmGroup] => {
    const fit = own[key] ?? (base.kind === "fit" ? base : null);
    return { fittedOn: own[key] ? key : "all", parameters: fit?.parameters ?? null, gapQuantile: gapOf(gaps, key) };
  };
  const rhythm: Rhythm = {
    fittedOn: asOf,
    modelId: null,
    groups: { store: group("store"), distance: group("distance") },
    value:
      worth.kind === "fit" && worth.usable
        ? { kind: "gamma_gamma", ...worth.parameters }
        : { kind: "means", mean: await readMeanSpent(scope, asOf), why: refusalOf(worth) },
    cuts,
    refusal: base.kind === "fit" ? null : refused(base),
  };
  return keepRhythm(scope, rhythm, { base, own, gaps, worth }, madeFor);
}

/** What a sample of lines still says: who spends most. */
async function withoutRhythm(scope: Scope, asOf: string, madeFor: MadeFor): Promise<Rhythm> {
  const why = "sample of lines";
  const group = { fittedOn: "all" as const, parameters: null, gapQuantile: null };
  const rhythm: Rhythm = {
    fittedOn: asOf,
    modelId: null,
    groups: { store: group, distance: group },
    value: { kind: "means", mean: await readMeanSpent(scope, asOf), why },
    cuts: await readCuts(scope),
    refusal: { kind: "cannot say", why, need: 0, have: 0 },
  };
  const none = cannotSay(why, 0, 0);
  const parts = { base: none, own: { store: null, distance: null }, gaps: [], worth: none };
  return keepRhythm(scope, rhythm, parts, madeFor);
}

function ownFit(rows: BgNbdRows): OwnFit {
  const fit = fitEither(rows, OWN_FIT);
  return fit.kind === "fit" ? fit : null;
}

/** BG/NBD; where nobody is seen to leave yet, so that it has no peak inside, its edge: the NBD. */
function fitEither(rows: BgNbdRows, minRepeaters?: number): BgNbdFit | CannotSay {
  const fit = fitBgNbd(rows, { minRepeaters });
  return fit.kind === "fit" || fit.why === "too few repeaters" ? fit : fitNbd(rows, { minRepeaters });
}

function together(groups: (BgNbdRows & { n: Int32Array })[]): BgNbdRows {
  const joined = (of: (rows: BgNbdRows & { n: Int32Array }) => ArrayLike<number>) =>
    Int32Array.from(groups.flatMap((rows) => Array.from(of(rows))));
  return { x: joined((g) => g.x), tx: joined((g) => g.tx), T: joined((g) => g.T), n: joined((g) => g.n) };
}

function gapOf(gaps: GapQuantile[], key: RhythmGroup): number | null {
  const enough = (group: GapQuantile["group"]) => gaps.find((gap) => gap.group === group && gap.n >= ENOUGH_GAPS);
  return (enough(key) ?? enough("all"))?.quantile ?? null;
}

function refused(refusal: CannotSay): Rhythm["refusal"] {
  const why = refusal.why === "too few repeaters" ? refusal.why : "no convergence";
  return { kind: "cannot say", why, need: refusal.need, have: refusal.have };
}

function refusalOf(worth: ReturnType<typeof fitGammaGamma>): string {
  return worth.kind === "fit" ? (worth.refusal?.why ?? "") : worth.why;
}
