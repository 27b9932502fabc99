import { and, asc, desc, eq, isNotNull, lte } from "drizzle-orm";
import { z } from "zod";
import { model } from "@/db/schema";
import type { Scope } from "../scope";
import { lastCalibration, lastTracking, unfitSince } from "./model-readings";
import { publishedOf } from "./published-cohort";
import { isSampled } from "./rhythm";
import { inForceOn, modelsInForce } from "./rhythm-in-force";
import type { ModelShown } from "./schema";

/** Models named on the page, at most. */
const HISTORY = 26;

/** How well the model knows the customers: what it is, what it was, and how its promises were kept. As of the scope's today. */
export async function modelPage(scope: Scope): Promise<ModelShown> {
  const models = await modelsInForce(scope, scope.today);
  const current = inForceOn(models, scope.today);
  const id = current?.rhythm.modelId ?? null;
  const tracking = (await lastTracking(scope))?.parts ?? null;
  return {
    today: scope.today,
    model: current?.validFrom
      ? {
          ...{ validFrom: current.validFrom, fittedOn: current.fittedOn, reason: current.reason },
          sampled: isSampled(current.rhythm),
          ...(await partsOf(scope, current.validFrom, id ?? 0)),
        }
      : null,
    calibration: id === null ? null : await lastCalibration(scope, id),
    unfitSince: await unfitSince(scope),
    tracking,
    published: publishedOf(tracking),
    history: await historyOf(scope),
  };
}

const fourNumbers = z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() });
const fitted = z.object({ standardErrors: fourNumbers, n: z.number(), repeaters: z.number() });
const refused = z.object({ why: z.string(), need: z.number(), have: z.number() });
const gap = z.object({ n: z.number() });
const worth = z.object({
  n: z.number().nullish(),
  pearson: z.number().nullish(),
  spearman: z.number().nullish(),
  usable: z.boolean().nullish(),
  why: z.string().nullish(),
});

type Model = NonNullable<ModelShown["model"]>;
type Kept = typeof model.$inferSelect;

async function partsOf(scope: Scope, validFrom: string, id: number): Promise<Pick<Model, "groups" | "gaps" | "worth">> {
  const rows = await scope.db
    .select()
    .from(model)
    .where(and(eq(model.workspaceId, scope.workspaceId), eq(model.validFrom, validFrom)))
    .orderBy(asc(model.id));
  const madeAt = rows.find((row) => row.id === id)?.madeAt.getTime();
  const own = rows.filter((row) => row.madeAt.getTime() === madeAt && row.id >= id);
  return {
    groups: own.filter(({ kind }) => kind === "bg_nbd").map(groupOf),
    gaps: own
      .filter(({ kind }) => kind === "gap_quantile")
      .map((row) => ({ group: named(row), n: gap.parse(row.diagnostics).n, days: row.parameters.quantile ?? 0 })),
    worth: worthOf(own.find(({ kind }) => kind === "gamma_gamma")),
  };
}

const named = ({ groupKey }: Kept) => z.enum(["all", "store", "distance"]).parse(groupKey);

function groupOf(row: Kept): Model["groups"][number] {
  const good = fitted.safeParse(row.diagnostics);
  const none = refused.safeParse(row.diagnostics);
  const parameters = fourNumbers.safeParse(row.parameters);
  const errors = good.success ? good.data.standardErrors : null;
  return {
    group: named(row),
    people: good.data?.n ?? null,
    repeaters: good.data?.repeaters ?? null,
    parameters: parameters.data ?? null,
    standardErrors: errors,
    why: none.data?.why ?? null,
    need: none.data?.need ?? null,
    have: none.data?.have ?? null,
  };
}

function worthOf(row: Kept | undefined): Model["worth"] {
  const said = worth.parse(row?.diagnostics ?? {});
  return {
    n: said.n ?? null,
    pearson: said.pearson ?? null,
    spearman: said.spearman ?? null,
    q: row?.parameters.q ?? null,
    used: said.usable ?? false,
    why: said.why ?? null,
  };
}

async function historyOf(scope: Scope): Promise<ModelShown["history"]> {
  const rows = await scope.db
    .select({ id: model.id, validFrom: model.validFrom, reason: model.reason, parameters: model.parameters })
    .from(model)
    .where(
      and(
        ...[eq(model.workspaceId, scope.workspaceId), eq(model.kind, "bg_nbd"), eq(model.groupKey, "all")],
        ...[isNotNull(model.validFrom), lte(model.validFrom, scope.today)],
      ),
    )
    .orderBy(desc(model.validFrom), desc(model.id))
    .limit(HISTORY);
  return rows.flatMap(({ id, validFrom, reason, parameters }) =>
    validFrom === null ? [] : [{ id, validFrom, reason, parameters: fourNumbers.safeParse(parameters).data ?? null }],
  );
}
