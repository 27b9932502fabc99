import type { DemoChange } from "../../db/demo/change";
import { commentOnChange } from "../../server/changes/comment-on-change";
import { dayAfter } from "../../server/changes/days";
import { endChange } from "../../server/changes/end-change";
import { recordChange } from "../../server/changes/record-change";
import { rollBackChange } from "../../server/changes/roll-back-change";
import { changeFields } from "../../server/changes/schema";
import type { Workshop } from "../../server/jobs/run";
import { type Actor, inWorkspace, type Role, type Scope } from "../../server/scope";

export interface Staff {
  workspaceId: number;
  userOf: Record<Role, number>;
  today: string;
}

type Ids = Record<"stores" | "products" | "categories" | "customers", Map<string, number>>;

/**
 * Records each change as its owner did on its first day (a plan or a draft: today), so that its alarm starts with it,
 * and ends or takes back those that are over. Changes that are there already are left as they are.
 */
export async function recordChanges(workshop: Workshop, staff: Staff, changes: readonly DemoChange[]): Promise<number> {
  const { sql } = workshop.owner;
  const ids = await readIds(workshop, staff.workspaceId);
  const known = await sql<{ title: string }[]>`select title from change where workspace_id = ${staff.workspaceId}`;
  const titles = new Set(known.map(({ title }) => title));
  const missing = changes.filter(({ title }) => !titles.has(title));
  for (const change of missing) await recordOne(workshop, staff, ids, change);
  return missing.length;
}

async function recordOne(workshop: Workshop, staff: Staff, ids: Ids, change: DemoChange): Promise<void> {
  const role = change.ownerRole === "ops" || change.ownerRole === "admin" ? change.ownerRole : "ops";
  const actor: Actor = { kind: "member", userId: staff.userOf[role], role, seesPeople: false };
  const as = <T>(day: string, work: (scope: Scope) => Promise<T>) => {
    const who = { workspaceId: staff.workspaceId, actor, now: new Date(`${day}T08:00:00Z`), on: dayAfter(day, -1) };
    return inWorkspace(workshop.app.db, who, work);
  };
  const present = dayAfter(staff.today);
  const recordedOn = change.start.actual ?? present;
  const id = await as(recordedOn, async (scope) => {
    const people = (change.scope.list ?? []).map((reference) => idOf(ids, "customers", reference));
    const made = await recordChange(
      scope,
      { ...fieldsOf(change, ids), as: change.state === "draft" ? "draft" : "recorded" },
      people,
    );
    await commentOnChange(scope, { id: made.id, body: change.note });
    return made.id;
  });
  const end = change.end?.actual;
  if (change.state === "ended" && end) await as(end, (scope) => endChange(scope, { id, on: end }));
  if (change.state === "rolled_back" && end) await as(end, (scope) => rollBackChange(scope, { id, on: end }));
}

function fieldsOf(change: DemoChange, ids: Ids) {
  const { scope } = change;
  const startOf = new Map(change.perStoreStart?.map(({ store, actual, planned }) => [store, actual ?? planned]));
  return changeFields.parse({
    title: change.title,
    moved: change.moved,
    kind: change.kind,
    scope: {
      stores: (scope.stores ?? []).map((store) => ({ id: idOf(ids, "stores", store), startOn: startOf.get(store) })),
      products: (scope.products ?? []).map((product) => idOf(ids, "products", product)),
      categories: (scope.categories ?? []).map((path) => idOf(ids, "categories", path.join(" / "))),
      channels: scope.channels ?? [],
      fulfilments: scope.fulfilments ?? [],
    },
    start: change.start.actual ?? change.start.planned,
    end: change.end?.planned,
    hypothesis: change.hypothesis,
    gainMinor: change.declaredGainMinor,
    tags: [...change.tags],
  });
}

function idOf(ids: Ids, of: keyof Ids, externalId: string): number {
  const id = ids[of].get(externalId);
  if (id === undefined) throw new Error(`The demo names "${externalId}" of ${of}, which its files do not have.`);
  return id;
}

async function readIds({ owner: { sql } }: Workshop, workspaceId: number): Promise<Ids> {
  const stores = await sql<Named[]>`select id, external_id as name from store where workspace_id = ${workspaceId}`;
  const products = await sql<(Named & { kind: string })[]>`
    select id, external_id as name, kind from product where workspace_id = ${workspaceId}`;
  const customers = await sql<Named[]>`
    select customer_id as id, reference as name from customer
    where workspace_id = ${workspaceId} and kind = 'person' and reference is not null`;
  return {
    stores: mapOf(stores),
    products: mapOf(products.filter(({ kind }) => kind === "product")),
    categories: mapOf(products.filter(({ kind }) => kind === "category")),
    customers: mapOf(customers),
  };
}

interface Named {
  id: string;
  name: string;
}

function mapOf(rows: readonly Named[]): Map<string, number> {
  return new Map(rows.map(({ id, name }) => [name, Number(id)]));
}
