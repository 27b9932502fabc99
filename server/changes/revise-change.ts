import { and, desc, eq } from "drizzle-orm";
import { changeRevision } from "@/db/schema";
import type { ChangeState } from "@/db/schema/changes";
import { record } from "../audit/record";
import { Conflict, Forbidden, Invalid } from "../errors";
import type { Scope } from "../scope";
import { checkFields, ownerOf } from "./check-fields";
import { isMeasured, mayDo } from "./life";
import { type Change, findChange } from "./move-change";
import { follow, kept } from "./record-change";
import type { ChangeFields } from "./schema";
import { scopeOf, scopeRows } from "./scope-rows";
import { writeFields } from "./write-fields";
import { forgetPeople, isNamed, readScope, writeScope } from "./write-scope";

export type ReviseInput = ChangeFields & { id: number; seen: number; reason?: string };

/**
 * Edits a change and keeps what stood before and after. Other scope or dates make a new revision of it; once it has
 * been measured they take a reason, and it is measured again from the start.
 * @returns the number of this edit, and whether it is measured again
 * @throws Forbidden, Conflict (somebody edited meanwhile, or it is cancelled), Invalid (no reason; dates)
 */
export async function reviseChange(scope: Scope, input: ReviseInput): Promise<{ edit: number; recomputed: boolean }> {
  const found = await findChange(scope, input.id);
  if (!mayDo(scope.actor, "revise", found.state)) throw new Forbidden("role", { action: "changes:record" });
  if (found.state === "cancelled") throw new Conflict("changes.state", { act: "revise", state: found.state });
  await checkFields(scope, input);
  const before = await fieldsOf(scope, found);
  const ownerId = input.ownerId === undefined ? found.ownerId : await ownerOf(scope, input.ownerId);
  const moves = movesMeasure(before, input);
  const recomputed = moves && isMeasured(found.state);
  if (recomputed) checkCorrection(input);
  const edit = await keepEdit(scope, { input, before, ownerId });
  await writeFields(scope, found, input, { ownerId, revision: moves ? edit : found.revision });
  if (moves) await rewriteScope(scope, found, input, edit);
  const subject = `change:${found.id}`;
  await record(scope, { action: "change.revise", subject, before, after: { ...kept(input), reason: input.reason } });
  if (recomputed) await follow(scope, found.id);
  return { edit, recomputed };
}

/** Whether another scope or another first day makes it another comparison. An end is a mark: it moves nothing. */
export function movesMeasure(
  before: Pick<ChangeFields, "scope" | "start">,
  after: Pick<ChangeFields, "scope" | "start">,
) {
  const key = (fields: Pick<ChangeFields, "scope">) =>
    scopeRows(fields.scope)
      .map((row) => `${row.dimension}|${row.refId}|${row.value}|${row.startOn}`)
      .sort()
      .join("\n");
  return before.start !== after.start || key(before) !== key(after);
}

function checkCorrection({ start, reason }: ReviseInput): void {
  if (!start) throw new Invalid("changes.startMissing", {}, "start");
  if (!reason) throw new Invalid("changes.reasonMissing", {}, "reason");
}

/** The fields as they stand: the start and the end that count in the change's state. */
export async function fieldsOf(scope: Scope, found: Change): Promise<ReturnType<typeof kept>> {
  const rows = await readScope(scope, { changeId: found.id, revision: found.revision });
  return {
    title: found.title,
    moved: found.moved,
    kind: found.kind as ChangeFields["kind"],
    scope: scopeOf(rows),
    start: found.startActual ?? found.startPlanned ?? undefined,
    end: found.endActual ?? found.endPlanned ?? undefined,
    hypothesis: found.hypothesis ?? undefined,
    gainMinor: found.gainMinor ?? undefined,
    ownerId: found.ownerId ?? undefined,
    tags: found.tags,
    links: found.links,
  };
}

/** The next number after the one the person saw; its key says whether somebody was faster. */
async function keepEdit(
  scope: Scope,
  { input, before, ownerId }: { input: ReviseInput; before: unknown; ownerId: number | null },
): Promise<number> {
  const kinship = and(eq(changeRevision.workspaceId, scope.workspaceId), eq(changeRevision.changeId, input.id));
  const [last] = await scope.db
    .select({ revision: changeRevision.revision })
    .from(changeRevision)
    .where(kinship)
    .orderBy(desc(changeRevision.revision))
    .limit(1);
  if (last?.revision !== input.seen) throw new Conflict("changes.edited");
  const [edit] = await scope.db
    .insert(changeRevision)
    .values({
      workspaceId: scope.workspaceId,
      changeId: input.id,
      revision: input.seen + 1,
      before,
      after: { ...kept(input), ownerId: ownerId ?? undefined },
      reason: input.reason || null,
      by: scope.actor.kind === "member" ? scope.actor.userId : null,
      at: scope.now,
    })
    .onConflictDoNothing()
    .returning({ revision: changeRevision.revision });
  if (!edit) throw new Conflict("changes.edited");
  return edit.revision;
}

/** People are frozen anew for a draft, only added to for a plan, and left alone once the change is met (D15). */
async function rewriteScope(scope: Scope, found: Change, input: ReviseInput, revision: number): Promise<void> {
  const old = await readScope(scope, { changeId: found.id, revision: found.revision });
  const oldSegments = scopeOf(old).segments;
  checkList(found.state, oldSegments, input.scope.segments);
  const named = old.some(isNamed);
  if (found.state === "draft" && !named) await forgetPeople(scope, found.id);
  const freeze = found.state === "draft" || found.state === "planned";
  await writeScope(scope, { changeId: found.id, revision }, input.scope, { named, freeze });
}

/** @throws Invalid where a plan's list would lose people, or a met change's list would move at all. */
export function checkList(state: ChangeState, before: readonly string[], after: readonly string[]): void {
  if (state === "draft") return;
  const lost = before.find((one) => !after.includes(one));
  const added = after.find((one) => !before.includes(one));
  if (lost) throw new Invalid("changes.listShrinks", {}, "segments");
  if (added && isMeasured(state)) throw new Invalid("changes.listFrozen", {}, "segments");
}
