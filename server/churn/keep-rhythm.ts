import { sql } from "drizzle-orm";
import { model } from "@/db/schema";
import type { Scope } from "../scope";
import type { BgNbdFit } from "../stats/bg-nbd-fit";
import type { CannotSay } from "../stats/estimate";
import type { fitGammaGamma } from "../stats/gamma-gamma";
import type { GapQuantile } from "./read-rhythms";
import { RHYTHM_GROUPS, type Rhythm, type RhythmGroup } from "./rhythm";

/** Gaps from which a group's 0.8 quantile is known. */
export const ENOUGH_GAPS = 200;

export type OwnFit = BgNbdFit | null;

/** Why a model was made: the reasons for a new one in force, or the day before one past change. */
export const MODEL_REASONS = ["first", "weekly", "late rows", "calibration", "sample of lines", "past day"] as const;
export type ModelReason = (typeof MODEL_REASONS)[number];

/** From which day on its portraits are made; null: for the days before one change only. */
export interface MadeFor {
  validFrom: string | null;
  reason: ModelReason;
}

interface Parts {
  base: BgNbdFit | CannotSay;
  own: Record<RhythmGroup, OwnFit>;
  gaps: GapQuantile[];
  worth: ReturnType<typeof fitGammaGamma>;
}

/** One row per part, for every "Why?"; the id of the base's row, written first, names the set. Occasions are counted in `rhythm_of`. */
export async function keepRhythm(scope: Scope, made: Rhythm, parts: Parts, madeFor: MadeFor): Promise<Rhythm> {
  const common = { workspaceId: scope.workspaceId, fittedOn: made.fittedOn, madeAt: scope.now, ...madeFor };
  const [first] = await scope.db
    .insert(model)
    .values({ ...common, ...fitted("all", parts.base) })
    .returning({ id: model.id });
  if (!first) throw new Error("the model was not written");
  const rhythm = { ...made, modelId: first.id };
  const rest = [
    ...RHYTHM_GROUPS.flatMap((key) => (parts.own[key] ? [fitted(key, parts.own[key])] : [])),
    ...parts.gaps.map(({ group, n, quantile }) => ({
      kind: "gap_quantile" as const,
      groupKey: group,
      parameters: { quantile },
      diagnostics: { n, need: ENOUGH_GAPS },
    })),
    worthRow(parts.worth),
    {
      kind: "cut_points" as const,
      groupKey: "all",
      parameters: {},
      /** The whole set, as cohorts keep it; how many occasions it was made from, and how many of those days have moved since. */
      diagnostics: { rhythm, occasions: await countOccasions(scope), late: 0 },
    },
  ];
  await scope.db.insert(model).values(rest.map((row) => ({ ...common, ...row })));
  return rhythm;
}

function fitted(groupKey: string, fit: BgNbdFit | CannotSay) {
  const kind = "bg_nbd" as const;
  return fit.kind === "fit"
    ? { kind, groupKey, parameters: { ...fit.parameters }, diagnostics: diagnosed(fit) }
    : { kind, groupKey, parameters: {}, diagnostics: { ...fit } };
}

function diagnosed({ standardErrors, logLikelihood, iterations, n, repeaters, distinct }: BgNbdFit) {
  return { standardErrors, logLikelihood, iterations, n, repeaters, distinct, converged: true };
}

function worthRow(worth: Parts["worth"]) {
  const row = { kind: "gamma_gamma" as const, groupKey: "all" };
  if (worth.kind !== "fit") return { ...row, parameters: {}, diagnostics: { ...worth } };
  const { n, pearson, spearman, usable, standardErrors, refusal } = worth;
  const diagnostics = { n, pearson, spearman, usable, standardErrors, why: refusal?.why ?? null };
  return { ...row, parameters: { ...worth.parameters }, diagnostics };
}

async function countOccasions({ db }: Scope): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`select coalesce(sum(occasions), 0)::int as n from rhythm_of`);
  return row?.n ?? 0;
}
