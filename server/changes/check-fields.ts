import { and, eq, inArray, isNull } from "drizzle-orm";
import { member, product, store } from "@/db/schema";
import { Invalid, NotFound } from "../errors";
import type { Scope } from "../scope";
import type { ChangeFields, ScopeInput } from "./schema";

/** Dates in order, hours forward, and every store, product and category this workspace's own. */
export async function checkFields(scope: Scope, fields: ChangeFields): Promise<void> {
  checkDates(fields);
  await checkStores(scope, fields.scope);
  await checkProducts(scope, fields.scope.products, "product");
  await checkProducts(scope, fields.scope.categories, "category");
}

/** @throws Invalid for an end before the start, a wave before the first day, hours that run backwards. */
export function checkDates({ start, end, scope }: Pick<ChangeFields, "start" | "end" | "scope">): void {
  if (start && end && end < start) throw new Invalid("changes.endBeforeStart", { start, end }, "end");
  const early = scope.stores.find((one) => one.startOn && start && one.startOn < start);
  if (early?.startOn && start) throw new Invalid("changes.waveBeforeStart", { start, wave: early.startOn }, "stores");
  const backwards = scope.hours.find((span) => span.slice(0, 5) >= span.slice(6));
  if (backwards) throw new Invalid("changes.hoursBackwards", { hours: backwards }, "hours");
}

async function checkStores(scope: Scope, { stores }: ScopeInput): Promise<void> {
  const ids = [...new Set(stores.map((one) => one.id))];
  if (ids.length === 0) return;
  const found = await scope.db
    .select({ id: store.id })
    .from(store)
    .where(and(eq(store.workspaceId, scope.workspaceId), inArray(store.id, ids)));
  if (found.length !== ids.length) throw new NotFound("store");
}

async function checkProducts(scope: Scope, asked: readonly number[], kind: "product" | "category"): Promise<void> {
  const ids = [...new Set(asked)];
  if (ids.length === 0) return;
  const found = await scope.db
    .select({ id: product.id })
    .from(product)
    .where(and(eq(product.workspaceId, scope.workspaceId), eq(product.kind, kind), inArray(product.id, ids)));
  if (found.length !== ids.length) throw new NotFound(kind);
}

/** The account behind a member of this workspace; the actor's own where none is named. */
export async function ownerOf(scope: Scope, memberId: number | undefined): Promise<number | null> {
  if (memberId === undefined) return scope.actor.kind === "member" ? scope.actor.userId : null;
  const [found] = await scope.db
    .select({ userId: member.userId })
    .from(member)
    .where(and(eq(member.workspaceId, scope.workspaceId), eq(member.id, memberId), isNull(member.revokedAt)));
  if (!found) throw new NotFound("member");
  return found.userId;
}
