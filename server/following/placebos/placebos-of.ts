import { and, eq, inArray } from "drizzle-orm";
import { placebo, product, store } from "@/db/schema";
import type { Scope } from "../../scope";
import type { ScopeItem } from "../change-rule";
import type { Cohort } from "../cohort/open-cohort";
import type { PlaceboShown } from "./placebo-shape";
import type { PlaceboWeeks } from "./placebo-weeks";

/** The placebo changes of a cohort, in the order in which they were followed; none while they are not computed. Few people: null. */
export async function placebosOf(
  scope: Scope,
  { changeId, revision }: Pick<Cohort, "changeId" | "revision">,
): Promise<PlaceboShown[]> {
  const rows = await scope.db
    .select()
    .from(placebo)
    .where(
      and(eq(placebo.workspaceId, scope.workspaceId), eq(placebo.changeId, changeId), eq(placebo.revision, revision)),
    )
    .orderBy(placebo.number);
  const names = await namesOf(scope, rows.flatMap(itemsOf));
  const told = (n: number) => (n > 0 && n < scope.workspace.minGroup ? null : n);
  return rows.map((row) => ({
    ...{
      kind: row.kind,
      day0: row.day0,
      exposed: told(row.exposed),
      twins: told(row.twins),
      unmeasurable: row.unmeasurable,
    },
    names: itemsOf(row).flatMap((item) => names.get(keyOf(item)) ?? []),
    ...distanceOf(row.weeks.all as PlaceboWeeks | undefined),
    ...{ downAlarmOn: row.downAlarmOn, upAlarmOn: row.upAlarmOn },
  }));
}

function distanceOf(weeks: PlaceboWeeks | undefined): { b: number | null; v: number } {
  const sum = (of: "x" | "v") => (weeks?.first ?? []).reduce((total, week) => total + week[of], 0);
  const v = sum("v");
  return { b: v > 0 ? sum("x") / v : null, v };
}

function itemsOf({ scope }: Pick<typeof placebo.$inferSelect, "scope">): ScopeItem[] {
  return (scope.items as ScopeItem[] | undefined) ?? [];
}

const keyOf = ({ dimension, refId }: ScopeItem) => `${dimension === "store" ? "store" : "product"} ${refId}`;

async function namesOf({ db, workspaceId }: Scope, items: readonly ScopeItem[]): Promise<Map<string, string>> {
  const refs = (keep: (item: ScopeItem) => boolean) => [0, ...items.filter(keep).flatMap(({ refId }) => refId ?? [])];
  const stores = await db
    .select({ id: store.id, name: store.name })
    .from(store)
    .where(
      and(
        eq(store.workspaceId, workspaceId),
        inArray(
          store.id,
          refs(({ dimension }) => dimension === "store"),
        ),
      ),
    );
  const products = await db
    .select({ id: product.id, name: product.name })
    .from(product)
    .where(
      and(
        eq(product.workspaceId, workspaceId),
        inArray(
          product.id,
          refs(({ dimension }) => dimension === "product" || dimension === "category"),
        ),
      ),
    );
  return new Map([
    ...stores.map(({ id, name }) => [`store ${id}`, name] as const),
    ...products.map(({ id, name }) => [`product ${id}`, name] as const),
  ]);
}
