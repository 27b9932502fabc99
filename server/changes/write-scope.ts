import { and, eq, sql } from "drizzle-orm";
import { changeCustomer, changeScope } from "@/db/schema";
import type { Scope } from "../scope";
import type { ScopeInput } from "./schema";
import { type ScopeRow, scopeRows } from "./scope-rows";

interface Target {
  changeId: number;
  revision: number;
}

interface People {
  /** Customers to be named one by one now; strangers to the workspace are passed over. */
  customers?: readonly number[];
  /** The change already names people one by one. */
  named?: boolean;
  /** Freeze whoever stands in the chosen segments today. */
  freeze?: boolean;
}

/** Writes the scope of one revision, and the people of it who are a list (D15). */
export async function writeScope(
  scope: Scope,
  target: Target,
  chosen: ScopeInput,
  { customers = [], named = false, freeze = true }: People = {},
): Promise<void> {
  const rows = scopeRows(chosen);
  if (named || customers.length > 0) rows.push({ dimension: "list", refId: null, value: null, startOn: null });
  if (rows.length > 0) {
    await scope.db
      .insert(changeScope)
      .values(rows.map((row, item) => ({ ...row, ...target, item, workspaceId: scope.workspaceId })));
  }
  if (freeze && chosen.segments.length > 0) await freezeSegments(scope, target.changeId, chosen.segments);
  if (customers.length > 0) await namePeople(scope, target.changeId, customers);
}

/** The row that says "the people named one by one". */
export function isNamed(row: ScopeRow): boolean {
  return row.dimension === "list" && row.value === null;
}

export async function forgetPeople(scope: Scope, changeId: number): Promise<void> {
  await scope.db
    .delete(changeCustomer)
    .where(and(eq(changeCustomer.workspaceId, scope.workspaceId), eq(changeCustomer.changeId, changeId)));
}

async function freezeSegments(scope: Scope, changeId: number, segments: readonly string[]): Promise<void> {
  await scope.db.execute(sql`
    insert into change_customer (workspace_id, customer_id, change_id)
    select workspace_id, customer_id, ${changeId} from customer_state
    where workspace_id = ${scope.workspaceId}
      and segment in (${sql.join(
        segments.map((one) => sql`${one}`),
        sql`, `,
      )})
    on conflict do nothing`);
}

async function namePeople(scope: Scope, changeId: number, people: readonly number[]): Promise<void> {
  await scope.db.execute(sql`
    insert into change_customer (workspace_id, customer_id, change_id)
    select workspace_id, customer_id, ${changeId} from customer
    where workspace_id = ${scope.workspaceId} and kind = 'person'
      and customer_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(people)}::jsonb))
    on conflict do nothing`);
}

/** The rows of one revision, as recorded. */
export async function readScope(scope: Scope, { changeId, revision }: Target): Promise<ScopeRow[]> {
  return scope.db
    .select({
      dimension: changeScope.dimension,
      refId: changeScope.refId,
      value: changeScope.value,
      startOn: changeScope.startOn,
    })
    .from(changeScope)
    .where(
      and(
        eq(changeScope.workspaceId, scope.workspaceId),
        eq(changeScope.changeId, changeId),
        eq(changeScope.revision, revision),
      ),
    )
    .orderBy(changeScope.item);
}
