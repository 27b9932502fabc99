import { record } from "../audit/record";
import type { Scope } from "../scope";
import { addDays } from "./days";
import { fitRhythm } from "./fit-rhythm";
import { holdAgainstModels, LATE_SHARE } from "./hold-against-models";
import type { ModelReason } from "./keep-rhythm";
import { lastCalibration } from "./model-readings";
import { isSampled, type Rhythm } from "./rhythm";
import { IN_FORCE } from "./rhythm-as-of";
import { inForceOn, type KeptModel, modelsInForce } from "./rhythm-in-force";
import { linesAreSampled } from "./sampled-lines";
import { PROMISE_DAYS } from "./schema";

/**
 * Puts a new model in force as of the workspace's today where one is due: the first, a week after the last, a source said to be a
 * sample of lines or none any more, over 5% of the days it had seen moved since, its promises no longer
 * kept. A pinned workspace has no weeks; its rows count all
 * the same. Each is a decision that is written down with its reason and what changed. Returns the reason; null: the model stays.
 */
export async function refitModel(scope: Scope): Promise<ModelReason | null> {
  await holdAgainstModels(scope);
  const current = inForceOn(await modelsInForce(scope, scope.today), scope.today);
  const reason = await reasonToRefit(scope, current);
  if (reason === null) return null;
  const fresh = await fitRhythm(scope, scope.today, { validFrom: scope.today, reason });
  await record(scope, {
    action: "model.fitted",
    subject: `model:${fresh.modelId ?? 0}`,
    before: current && { reason, ...spoken(current.rhythm), late: current.late, occasions: current.occasions },
    after: { reason, ...spoken(fresh) },
  });
  return reason;
}

async function reasonToRefit(scope: Scope, current: KeptModel | null): Promise<ModelReason | null> {
  if (current === null || current.validFrom === null) return "first";
  if (isSampled(current.rhythm) !== (await linesAreSampled(scope))) return "sample of lines";
  if (addDays(current.validFrom, IN_FORCE) <= scope.today) return "weekly";
  if (await promisesBroken(scope, current)) return "calibration";
  if (current.late > LATE_SHARE * (current.occasions ?? 0)) return "late rows";
  return null;
}

/**
 * The promises of 28 days ago, as last read, were not kept. Once in as many days: what a new fit did not mend, such as a season,
 * another on much the same rows would not.
 */
async function promisesBroken(scope: Scope, { rhythm, validFrom }: KeptModel): Promise<boolean> {
  if (rhythm.modelId === null || validFrom === scope.today) return false;
  const since = addDays(scope.today, -PROMISE_DAYS);
  const models = await modelsInForce(scope, scope.today);
  if (models.some((one) => one.reason === "calibration" && one.validFrom !== null && one.validFrom > since))
    return false;
  const read = await lastCalibration(scope, rhythm.modelId);
  return read?.kind === "read" && !read.fits;
}

/** What the audit keeps of a model: numbers only. */
function spoken({ modelId, fittedOn, groups, cuts, refusal }: Rhythm) {
  return {
    ...{ modelId, fittedOn, refusal: refusal?.why ?? null, cuts },
    store: groups.store.parameters,
    distance: groups.distance.parameters,
  };
}
