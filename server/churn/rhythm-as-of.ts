import { and, desc, eq, gte, lte, sql } from "drizzle-orm";
import { model } from "@/db/schema";
import type { Scope } from "../scope";
import { fitRhythm } from "./fit-rhythm";
import { isSampled, type Rhythm, rhythmShape } from "./rhythm";
import { linesAreSampled } from "./sampled-lines";

/** Days a fit stays in force before a new one is made (the weekly refit). */
const IN_FORCE = 7;

/**
 * The model in force on `asOf`: fitted in the week before it, and never on later data; fitted now where there is none, or where
 * it has been said since that a source is a sample of lines, or is none.
 */
export async function rhythmAsOf(scope: Scope, asOf: string): Promise<Rhythm> {
  const [found] = await scope.db
    .select({ fittedOn: model.fittedOn, diagnostics: model.diagnostics })
    .from(model)
    .where(
      and(
        eq(model.workspaceId, scope.workspaceId),
        eq(model.kind, "cut_points"),
        lte(model.fittedOn, asOf),
        gte(model.fittedOn, sql`${asOf}::date - ${IN_FORCE - 1}::int`),
      ),
    )
    .orderBy(desc(model.fittedOn), desc(model.id))
    .limit(1);
  if (!found) return fitRhythm(scope, asOf);
  const rhythm = rhythmShape.parse(found.diagnostics.rhythm);
  if (isSampled(rhythm) !== (await linesAreSampled(scope))) return fitRhythm(scope, asOf);
  const [base] = await scope.db
    .select({ id: model.id })
    .from(model)
    .where(
      and(
        eq(model.workspaceId, scope.workspaceId),
        eq(model.kind, "bg_nbd"),
        eq(model.groupKey, "all"),
        eq(model.fittedOn, found.fittedOn),
      ),
    )
    .orderBy(desc(model.id))
    .limit(1);
  return { ...rhythm, modelId: base?.id ?? null };
}

/** Fits made on days that new rows have reached say something else now: they are made again when asked for. */
export async function forgetRhythmsFrom(scope: Scope, firstDay: string): Promise<void> {
  await scope.db.delete(model).where(and(eq(model.workspaceId, scope.workspaceId), gte(model.fittedOn, firstDay)));
}
