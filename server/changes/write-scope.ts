import { eq, sql } from "drizzle-orm";
import { changeScope } from "@/db/schema";
import type { Scope } from "../scope";
import type { ScopeInput } from "./schema";
import { type ScopeRow, scopeRows } from "./scope-rows";

interface Target {
  changeId: number;
  revision: number;
}

/**
 * Writes the scope of one revision, and freezes its people: whoever stands in the named segments today, and `people`
 * named one by one (ids of customers; strangers to the workspace are passed over).
 */
export async function writeScope(
  scope: Scope,
  target: Target,
  chosen: ScopeInput,
  people: readonly number[] = [],
): Promise<void> {
  const rows = scopeRows(chosen);
  if (people.length > 0) rows.push({ dimension: "list", refId: null, value: null, startOn: null } satisfies ScopeRow);
  if (rows.length > 0) {
    await scope.db
      .insert(changeScope)
      .values(rows.map((row, item) => ({ ...row, ...target, item, workspaceId: scope.workspaceId })));
  }
  if (chosen.segments.length > 0) await freezeSegments(scope, target.changeId, chosen.segments);
  if (people.length > 0) await namePeople(scope, target.changeId, people);
}

async function freezeSegments(scope: Scope, changeId: number, segments: readonly string[]): Promise<void> {
  await scope.db.execute(sql`
    insert into change_customer (workspace_id, customer_id, change_id)
    select workspace_id, customer_id, ${changeId} from customer_state
    where workspace_id = ${scope.workspaceId}
      and segment in (${sql.join(segments.map((one) => sql`${one}`), sql`, `)})
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
      sql`${changeScope.workspaceId} = ${scope.workspaceId} and ${eq(changeScope.changeId, changeId)} and ${eq(changeScope.revision, revision)}`,
    )
    .orderBy(changeScope.item);
}
