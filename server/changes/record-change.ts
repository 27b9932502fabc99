import { change, changeRevision } from "@/db/schema";
import { record } from "../audit/record";
import { may } from "../auth/permissions";
import { Forbidden, Invalid } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";
import { checkFields, ownerOf } from "./check-fields";
import { presentDay } from "./days";
import { note } from "./note";
import type { ChangeFields } from "./schema";
import { writeScope } from "./write-scope";

export type RecordInput = ChangeFields & { as: "draft" | "recorded" };

/**
 * Records a change: a draft, or, for those who may (D17), one that is planned for its day or live since it. The day of
 * recording is kept: an alarm never starts before it. `people` are customers named one by one (a mailing, D15).
 */
export async function recordChange(
  scope: Scope,
  input: RecordInput,
  people: readonly number[] = [],
): Promise<{ id: number; state: "draft" | "planned" | "live" }> {
  await checkFields(scope, input);
  const state = stateOf(scope, input);
  const ownerId = await ownerOf(scope, input.ownerId);
  const start = input.start ?? null;
  const [made] = await scope.db
    .insert(change)
    .values({
      workspaceId: scope.workspaceId,
      title: input.title,
      moved: input.moved,
      kind: input.kind,
      state,
      ownerId,
      startPlanned: start,
      startActual: state === "live" ? start : null,
      startConfirmed: state === "live",
      endPlanned: input.end ?? null,
      hypothesis: input.hypothesis || null,
      gainMinor: input.gainMinor ?? null,
      tags: input.tags,
      links: input.links,
      recordedOn: presentDay(scope),
      createdAt: scope.now,
      createdBy: scope.actor.kind === "member" ? scope.actor.userId : null,
    })
    .returning({ id: change.id });
  if (!made) throw new Error("change was not written");
  await writeScope(scope, { changeId: made.id, revision: 1 }, input.scope, { customers: people });
  await keep(scope, made.id, { ...input, ownerId: ownerId ?? undefined }, state);
  if (state === "live" && start && start <= scope.today) await follow(scope, made.id);
  return { id: made.id, state };
}

function stateOf(scope: Scope, { as, start }: RecordInput): "draft" | "planned" | "live" {
  if (as === "draft") return "draft";
  if (scope.actor.kind === "member" && !may(scope.actor, "changes:record")) {
    throw new Forbidden("role", { action: "changes:record" });
  }
  if (!start) throw new Invalid("changes.startMissing", {}, "start");
  return start <= presentDay(scope) ? "live" : "planned";
}

async function keep(scope: Scope, changeId: number, after: RecordInput, state: string): Promise<void> {
  await scope.db.insert(changeRevision).values({
    workspaceId: scope.workspaceId,
    changeId,
    revision: 1,
    before: null,
    after: kept(after),
    by: scope.actor.kind === "member" ? scope.actor.userId : null,
    at: scope.now,
  });
  await note(scope, { changeId, kind: "transition", data: { act: "record", to: state } });
  await record(scope, { action: "change.record", subject: `change:${changeId}`, after: { state, ...kept(after) } });
}

/** What an edit keeps of a change: its fields, and nothing of how they came in. */
export function kept({
  title,
  moved,
  kind,
  scope,
  start,
  end,
  hypothesis,
  gainMinor,
  tags,
  links,
  ownerId,
}: ChangeFields) {
  return { title, moved, kind, scope, start, end, hypothesis, gainMinor, ownerId, tags, links };
}

/** Asks for the cohort of a change to be opened or advanced. */
export async function follow(scope: Scope, changeId: number): Promise<void> {
  await enqueue(scope, "open-cohort", `change:${changeId}`, { changeId });
}
