import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Scope } from "../scope";
import { MODEL_REASONS, type ModelReason } from "./keep-rhythm";
import { type Rhythm, rhythmShape } from "./rhythm";

const row = z.object({
  id: z.coerce.number(),
  base_id: z.coerce.number().nullable(),
  valid_from: z.string().nullable(),
  fitted_on: z.string(),
  reason: z.enum(MODEL_REASONS),
  diagnostics: z.object({
    rhythm: rhythmShape,
    occasions: z.number().nullish(),
    /** Days of people that moved since, among those that it was made from. */
    late: z.number().nullish(),
  }),
});

/** A whole set as kept in `model`. */
export interface KeptModel {
  rhythm: Rhythm;
  /** Null: made for the days before one change only. */
  validFrom: string | null;
  fittedOn: string;
  reason: ModelReason;
  /** Occasions it was made from, and those days of people that moved since. Null: not counted then. */
  occasions: number | null;
  late: number;
}

/** Models in force on any day up to `upTo`, in the order in which they came. */
export async function modelsInForce(scope: Scope, upTo: string): Promise<KeptModel[]> {
  return (await keptModels(scope)).filter(({ validFrom }) => validFrom !== null && validFrom <= upTo);
}

/** The model whose portraits are shown for a day; null before the first. */
export function inForceOn(models: readonly KeptModel[], day: string): KeptModel | null {
  return models.findLast(({ validFrom }) => validFrom !== null && validFrom <= day) ?? null;
}

/** Every kept set, those in force by the day they came into force, the later made last. */
export async function keptModels({ db, workspaceId }: Scope): Promise<KeptModel[]> {
  const rows = await db.execute(sql`
    select c.id, c.valid_from, c.fitted_on, c.reason, c.diagnostics, (
      select max(b.id) from model b
      where b.workspace_id = ${workspaceId} and b.kind = 'bg_nbd' and b.group_key = 'all' and b.fitted_on = c.fitted_on and b.id < c.id
    ) as base_id
    from model c where c.workspace_id = ${workspaceId} and c.kind = 'cut_points'
    order by coalesce(c.valid_from, c.fitted_on), c.id`);
  return z
    .array(row)
    .parse([...rows])
    .map((one) => ({
      rhythm: { ...one.diagnostics.rhythm, modelId: one.diagnostics.rhythm.modelId ?? one.base_id },
      validFrom: one.valid_from,
      fittedOn: one.fitted_on,
      reason: one.reason,
      occasions: one.diagnostics.occasions ?? null,
      late: one.diagnostics.late ?? 0,
    }));
}
