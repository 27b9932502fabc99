import type { Scope } from "../scope";
import { presentDay } from "./days";
import { checkEnd } from "./end-change";
import type { ChangeKind } from "./kinds";
import { findChange, moveChange } from "./move-change";
import { follow, recordChange } from "./record-change";
import type { ScopeInput } from "./schema";
import { scopeOf } from "./scope-rows";
import { readScope } from "./write-scope";

/** The stores that the change had reached: nothing is taken back where it never came. */
function met(stores: ScopeInput["stores"], day: string): ScopeInput["stores"] {
  const reached = stores.filter(({ startOn }) => startOn === undefined || startOn < day);
  return (reached.length > 0 ? reached : stores).map(({ id }) => ({ id }));
}

/**
 * The change is taken back on a day: what was read of it is "until then", and the taking back is a change of its own
 * (D14), whose id is returned.
 */
export async function rollBackChange(
  scope: Scope,
  { id, on, title }: { id: number; on?: string; title?: string },
): Promise<{ id: number }> {
  const found = await findChange(scope, id);
  const day = on ?? presentDay(scope);
  checkEnd(scope, found.startActual, day);
  await moveChange(scope, id, "rollBack", () => ({ endActual: day }));
  const back = scopeOf(await readScope(scope, { changeId: id, revision: found.revision }));
  const made = await recordChange(scope, {
    as: "recorded",
    title: title ?? `↩ ${found.title}`,
    moved: found.moved,
    kind: found.kind as ChangeKind,
    scope: { ...back, stores: met(back.stores, day) },
    start: day,
    tags: found.tags,
    links: [],
  });
  await follow(scope, id);
  return { id: made.id };
}
