import type { Scope } from "../scope";
import { addDays } from "./days";
import { fitRhythm } from "./fit-rhythm";
import { isSampled, type Rhythm } from "./rhythm";
import { keptModels } from "./rhythm-in-force";
import { linesAreSampled } from "./sampled-lines";

/** Days a fit stays in force before a new one is made (the weekly refit). */
export const IN_FORCE = 7;

/**
 * The rhythm as of a day: a model fitted in the week before it, and never on later data (the one in force then, or one made for that
 * day before); fitted now for the past day where there is none, or where it has been said since that a source is a sample of lines,
 * or is none.
 */
export async function rhythmAsOf(scope: Scope, asOf: string): Promise<Rhythm> {
  const since = addDays(asOf, 1 - IN_FORCE);
  const near = (await keptModels(scope)).filter(({ fittedOn }) => fittedOn <= asOf && fittedOn >= since);
  const newest = near.reduce(
    (best, one) => (best === null || one.fittedOn >= best.fittedOn ? one : best),
    near[0] ?? null,
  );
  if (!newest || isSampled(newest.rhythm) !== (await linesAreSampled(scope))) return fitRhythm(scope, asOf);
  return newest.rhythm;
}
