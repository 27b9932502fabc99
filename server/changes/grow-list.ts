import { and, eq, max } from "drizzle-orm";
import { changeScope } from "@/db/schema";
import { record } from "../audit/record";
import { Conflict } from "../errors";
import type { Scope } from "../scope";
import { findChange } from "./move-change";
import { isNamed, readScope } from "./write-scope";

/**
 * Says that people are about to be named one by one for a change: it has a list from now on. A list may only grow while the
 * change is a draft or planned (D15).
 * @throws NotFound, Conflict (it is met already)
 */
export async function growList(
  scope: Scope,
  { changeId, people }: { changeId: number; people: number },
): Promise<void> {
  const { state, revision } = await findChange(scope, changeId);
  if (state !== "draft" && state !== "planned") throw new Conflict("changes.listFrozen", {});
  const rows = await readScope(scope, { changeId, revision });
  if (!rows.some(isNamed)) await nameList(scope, { changeId, revision });
  await record(scope, { action: "change.list", subject: `change:${changeId}`, after: { people } });
}

async function nameList({ db, workspaceId }: Scope, target: { changeId: number; revision: number }): Promise<void> {
  const [last] = await db
    .select({ item: max(changeScope.item) })
    .from(changeScope)
    .where(
      and(
        eq(changeScope.workspaceId, workspaceId),
        eq(changeScope.changeId, target.changeId),
        eq(changeScope.revision, target.revision),
      ),
    );
  const item = (last?.item ?? -1) + 1;
  await db
    .insert(changeScope)
    .values({ ...target, workspaceId, item, dimension: "list", refId: null, value: null, startOn: null });
}
