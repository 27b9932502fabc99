import { and, asc, desc, eq, gte, ilike, inArray, sql } from "drizzle-orm";
import { change, changeCustomer, changeRevision, changeScope, history } from "@/db/schema";
import { may } from "../auth/permissions";
import { categoriesOf, namesOf, storesOf } from "../catalog/queries";
import type { Scope } from "../scope";
import { NAMED_SEGMENTS } from "../stats/portrait";
import { people } from "../workspaces/queries";
import { dayAfter, presentDay } from "./days";
import { changeKinds, channels, fulfilments, kindsByMoved, movedParts } from "./kinds";
import { mayDo, openActs } from "./life";
import { type Change, findChange } from "./move-change";
import { fieldsOf } from "./revise-change";
import { type ScopeRow, scopeOf } from "./scope-rows";
import { type ScopeShown, states } from "./shown";
import { readScope } from "./write-scope";

export function termsOf(scope: Scope) {
  const { currency, minGroup, alpha } = scope.workspace;
  const mayImport = scope.actor.kind === "member" && may(scope.actor, "data:import");
  return { currency, minGroup, alpha, mayDraft: mayDo(scope.actor, "revise", "draft"), mayImport };
}

/** What the form offers, and the day on which it is filled in. */
export async function choicesOf(scope: Scope) {
  const [stores, categories, members] = [await storesOf(scope), await categoriesOf(scope), await people(scope)];
  return {
    stores,
    categories,
    members: members
      .filter((one) => one.revokedAt === null && one.role !== "executive")
      .map(({ memberId, userId, name }) => ({ memberId, userId, name })),
    kindsByMoved,
    kinds: changeKinds,
    movedParts,
    channels,
    fulfilments,
    segments: NAMED_SEGMENTS,
    presentDay: presentDay(scope),
    currency: scope.workspace.currency,
    mayRecord: mayDo(scope.actor, "start", "planned"),
  };
}

export interface ChangeFilter {
  state?: Change["state"] | undefined;
  kind?: string | undefined;
  moved?: Change["moved"] | undefined;
  storeId?: number | undefined;
  text?: string | undefined;
}

/** The changes that a filter keeps, the latest start first; drafts without a day come last. */
export async function listChanges(scope: Scope, filter: ChangeFilter): Promise<Change[]> {
  const inStore = filter.storeId
    ? inArray(
        change.id,
        scope.db
          .select({ id: changeScope.changeId })
          .from(changeScope)
          .innerJoin(change, and(eq(change.workspaceId, changeScope.workspaceId), eq(change.id, changeScope.changeId)))
          .where(
            and(
              eq(changeScope.workspaceId, scope.workspaceId),
              eq(changeScope.revision, change.revision),
              eq(changeScope.dimension, "store"),
              eq(changeScope.refId, filter.storeId),
            ),
          ),
      )
    : undefined;
  const escaped = filter.text?.replace(/[\\%_]/g, (mark) => `\\${mark}`);
  return scope.db
    .select()
    .from(change)
    .where(
      and(
        eq(change.workspaceId, scope.workspaceId),
        eq(change.nature, "change"),
        filter.state && eq(change.state, filter.state),
        filter.kind ? eq(change.kind, filter.kind) : undefined,
        filter.moved && eq(change.moved, filter.moved),
        escaped ? ilike(change.title, `%${escaped}%`) : undefined,
        inStore,
      ),
    )
    .orderBy(sql`coalesce(${change.startActual}, ${change.startPlanned}) desc nulls last`, desc(change.id));
}

/** The list with what it can be filtered by. */
export async function listPage(scope: Scope, filter: ChangeFilter) {
  return {
    changes: await listChanges(scope, filter),
    choices: { states, kinds: changeKinds, movedParts, stores: await storesOf(scope) },
    currency: scope.workspace.currency,
    mayDraft: mayDo(scope.actor, "revise", "draft"),
  };
}

/** Changes that began in the last 13 weeks or are to begin in the next four, oldest first: the lanes of home. */
export async function changesOfThirteenWeeks(scope: Scope): Promise<Change[]> {
  const start = sql<string>`coalesce(${change.startActual}, ${change.startPlanned})`;
  return scope.db
    .select()
    .from(change)
    .where(
      and(
        eq(change.workspaceId, scope.workspaceId),
        eq(change.nature, "change"),
        inArray(change.state, ["planned", "live", "ended", "rolled_back"]),
        gte(start, dayAfter(scope.today, -91)),
        sql`${start} <= ${dayAfter(scope.today, 14)}`,
      ),
    )
    .orderBy(asc(start), change.id);
}

/** One change with all that its page and its form show, apart from what was measured. */
export async function changeOf(scope: Scope, id: number) {
  const found = await findChange(scope, id);
  const rows = await readScope(scope, { changeId: id, revision: found.revision });
  const revisions = await revisionsOf(scope, id);
  return {
    change: found,
    fields: await fieldsOf(scope, found),
    scope: await scopeNames(scope, found, rows),
    seen: revisions.at(-1)?.revision ?? 1,
    revisions,
    told: await historyOf(scope, `change:${id}`),
    people: (await people(scope)).map(({ userId, name }) => ({ userId, name })),
    acts: openActs(scope.actor, found),
    mayRevise: found.state !== "cancelled" && mayDo(scope.actor, "revise", found.state),
    presentDay: presentDay(scope),
    today: scope.today,
    currency: scope.workspace.currency,
    tz: scope.workspace.tz,
    minGroup: scope.workspace.minGroup,
  };
}

async function scopeNames(scope: Scope, found: Change, rows: readonly ScopeRow[]): Promise<ScopeShown> {
  const chosen = scopeOf(rows);
  const names = await namesOf(scope, {
    stores: chosen.stores.map((one) => one.id),
    products: [...chosen.products, ...chosen.categories],
  });
  const isList = rows.some((row) => row.dimension === "list");
  return {
    stores: chosen.stores.map(({ id, startOn }) => ({
      id,
      name: names.stores.get(id) ?? String(id),
      startOn: startOn ?? null,
    })),
    products: chosen.products
      .flatMap((id) => names.products.get(id) ?? [])
      .map(({ id, code, name }) => ({ id, code, name })),
    categories: chosen.categories.map((id) => ({ id, path: names.products.get(id)?.path ?? String(id) })),
    channels: chosen.channels,
    fulfilments: chosen.fulfilments,
    hours: chosen.hours,
    segments: chosen.segments,
    people: isList ? await peopleListed(scope, found.id) : null,
  };
}

async function peopleListed(scope: Scope, changeId: number): Promise<number> {
  return scope.db.$count(
    changeCustomer,
    and(eq(changeCustomer.workspaceId, scope.workspaceId), eq(changeCustomer.changeId, changeId)),
  );
}

async function revisionsOf(scope: Scope, changeId: number) {
  return scope.db
    .select()
    .from(changeRevision)
    .where(and(eq(changeRevision.workspaceId, scope.workspaceId), eq(changeRevision.changeId, changeId)))
    .orderBy(changeRevision.revision);
}

/** Comments and steps of a change or an alert, oldest first. */
export async function historyOf(scope: Scope, subject: string) {
  return scope.db
    .select({
      id: history.id,
      kind: history.kind,
      by: history.by,
      at: history.at,
      body: history.body,
      data: history.data,
    })
    .from(history)
    .where(and(eq(history.workspaceId, scope.workspaceId), eq(history.subject, subject)))
    .orderBy(history.at, history.id);
}
