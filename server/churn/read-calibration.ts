import { sql } from "drizzle-orm";
import { lastWholeDay } from "../quality/queries";
import type { Scope } from "../scope";
import { judgePromises, type PromiseBin } from "../stats/calibration";
import { wilson } from "../stats/wilson";
import { settingsOf } from "../workspaces/settings";
import { addDays } from "./days";
import { keepCalibration } from "./model-readings";
import { portraitAsOf, returnWithin } from "./portrait";
import { type Rhythm, thresholdsOf } from "./rhythm";
import { inForceOn, modelsInForce } from "./rhythm-in-force";
import { type CalibrationParts, PROMISE_DAYS } from "./schema";

/** People looked at, at most. */
const SAMPLE = 20_000;
/** Fewer people than this make fewer bins. */
const BIN = 50;

/**
 * Of the people who had bought 28 days before the last whole day, what the model in force promises as of then, against who came since; in ten bins of as
 * many people, from the least to the most likely. Kept as a reading of the model. At most 20,000 people, those of the lowest hash.
 */
export async function readCalibration(scope: Scope): Promise<CalibrationParts | null> {
  const model = inForceOn(await modelsInForce(scope, scope.today), scope.today);
  if (!model || model.rhythm.modelId === null) return null;
  const parts = await partsOf(scope, model.rhythm);
  await keepCalibration(scope, model.rhythm.modelId, parts);
  return parts;
}

async function partsOf(scope: Scope, rhythm: Rhythm): Promise<CalibrationParts> {
  if (rhythm.refusal !== null) return { kind: "cannot say", why: "no rhythm" };
  const to = await lastWholeDay(scope, PROMISE_DAYS);
  if (to === null) return { kind: "cannot say", why: "days missing" };
  const from = addDays(to, -PROMISE_DAYS);
  const bins = await promisesSince(scope, rhythm, { from, to });
  const judged = judgePromises(bins);
  if (judged === null) return { kind: "cannot say", why: "too few" };
  const shares = bins.map(({ n, promised, kept }) => {
    const { lower, upper } = wilson(kept, n, 1.96);
    return { n, promised: promised / n, kept: kept / n, low: lower, high: upper };
  });
  return { kind: "read", from, to, ...judged, bins: shares };
}

async function promisesSince(
  scope: Scope,
  rhythm: Rhythm,
  { from, to }: { from: string; to: string },
): Promise<PromiseBin[]> {
  const { db, workspaceId } = scope;
  const settings = settingsOf(scope.workspace);
  const options = { dueCap: settings.dueCap, thresholds: thresholdsOf(settings, rhythm), among: sql`chosen` };
  await db.execute(sql`drop table if exists pg_temp.chosen`);
  await db.execute(sql`
    create temp table chosen on commit drop as
    select customer_id from customer_state where workspace_id = ${workspaceId} and first_day <= ${from}::date
    order by customer_id * 2654435761 % 4294967296, customer_id limit ${SAMPLE}::int`);
  await db.execute(sql`analyze chosen`);
  const rows = await db.execute<PromiseBin & Record<string, unknown>>(sql`
    with ${portraitAsOf(workspaceId, from, rhythm, options)},
    promise as (
      select p, came.once is not null as came
      from (select customer_id, ${returnWithin(PROMISE_DAYS)} as p from portrait) s
      left join lateral (
        select true as once from visit v
        where v.workspace_id = ${workspaceId} and v.customer_id = s.customer_id and v.occasion
          and v.day > ${from}::date and v.day <= ${to}::date limit 1
      ) came on true
    ),
    binned as (
      select *, ntile(greatest(1, least(10, (select count(*) from promise) / ${BIN}::int))::int) over (order by p) as bin from promise
    )
    select count(*)::int as n, sum(p) as promised, sum(p * (1 - p)) as variance, (count(*) filter (where came))::int as kept
    from binned group by bin order by bin`);
  return rows.map(({ n, promised, variance, kept }) => ({ n, promised, variance, kept }));
}
