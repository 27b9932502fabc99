import { and, eq, max } from "drizzle-orm";
import { change, changeRevision } from "@/db/schema";
import type { ChangeState } from "@/db/schema/changes";
import { Invalid } from "../errors";
import type { Scope } from "../scope";
import { presentDay } from "./days";
import { endChange } from "./end-change";
import type { Change } from "./move-change";
import { planChange } from "./plan-change";
import { type kept, recordChange } from "./record-change";
import { fieldsOf, reviseChange } from "./revise-change";
import type { ChangeFields, ScopeInput } from "./schema";
import { scopeRows } from "./scope-rows";

export type BroughtState = Extract<ChangeState, "draft" | "planned" | "live" | "ended">;

/** What a source says of a change; what it does not say is left as it is, or empty. */
export interface BroughtChange {
  sourceId: number;
  /** What the source calls it. */
  externalId: string;
  fields: Partial<Omit<ChangeFields, "scope" | "ownerId">>;
  scope: Partial<ScopeInput>;
  /** Absent: as its dates have it. */
  state?: BroughtState | undefined;
  /** Why a change that is measured already is corrected. */
  reason: string;
}

export interface Brought {
  id: number;
  outcome: "new" | "changed" | "unchanged";
  before: ReturnType<typeof kept> | null;
  after: ChangeFields;
}

const nowhere: ScopeInput = {
  stores: [],
  products: [],
  categories: [],
  channels: [],
  fulfilments: [],
  hours: [],
  segments: [],
};

/**
 * Records a change that another system tells of, as the form would have: a draft, planned, live or ended by its dates. Told
 * again with another content it is edited, with a reason where it has been measured; told again alike, nothing happens.
 * @throws Invalid, Conflict, NotFound as recording, editing and ending do; Invalid where the state told is not that of its dates
 */
export async function bringChange(scope: Scope, told: BroughtChange): Promise<Brought> {
  const [found] = await scope.db
    .select()
    .from(change)
    .where(
      and(
        eq(change.workspaceId, scope.workspaceId),
        eq(change.sourceId, told.sourceId),
        eq(change.externalId, told.externalId),
      ),
    );
  return found ? editOne(scope, found, told) : recordOne(scope, told);
}

async function recordOne(scope: Scope, { sourceId, externalId, ...told }: BroughtChange): Promise<Brought> {
  const { title = "", moved, kind, ...rest } = told.fields;
  if (!moved || !kind) throw new Invalid("changes.kindMissing", {}, "kind");
  const after: ChangeFields = {
    tags: [],
    links: [],
    ...rest,
    title,
    moved,
    kind,
    scope: { ...nowhere, ...told.scope },
  };
  const state = stateByDates(scope, after, told.state);
  checkState(state, told.state);
  const { id } = await recordChange(scope, { ...after, as: state === "draft" ? "draft" : "recorded" });
  await scope.db
    .update(change)
    .set({ sourceId, externalId })
    .where(and(eq(change.workspaceId, scope.workspaceId), eq(change.id, id)));
  if (state === "ended" && after.end) await endChange(scope, { id, on: after.end });
  return { id, outcome: "new", before: null, after };
}

async function editOne(scope: Scope, found: Change, told: BroughtChange): Promise<Brought> {
  const { id } = found;
  const before = await fieldsOf(scope, found);
  const { ownerId: _, ...stood } = before;
  const after: ChangeFields = { ...stood, ...told.fields, scope: { ...before.scope, ...told.scope } };
  const next = nextState(scope, found.state, after, told.state);
  checkState(next, told.state);
  const same = content(before) === content(after);
  if (!same) await reviseChange(scope, { ...after, id, seen: await lastEdit(scope, id), reason: told.reason });
  const moves = await moveOn(scope, found, after, next);
  return { id, outcome: same && !moves ? "unchanged" : "changed", before, after };
}

/** Only what has not ended moves on with its dates; nothing goes back to being a draft. */
function nextState(scope: Scope, state: ChangeState, after: ChangeFields, told: BroughtState | undefined): ChangeState {
  if (state === "draft") return stateByDates(scope, after, told);
  return state === "planned" || state === "live" ? stateByDates(scope, after, undefined) : state;
}

/** A draft becomes a plan once it is told as more; a live change whose end has passed has ended. */
async function moveOn(scope: Scope, { id, state }: Change, { end }: ChangeFields, next: ChangeState): Promise<boolean> {
  if (state === "draft" && next !== "draft") {
    await planChange(scope, { id });
    return true;
  }
  if (state !== "live" || next !== "ended" || !end) return false;
  await endChange(scope, { id, on: end });
  return true;
}

function stateByDates(scope: Scope, { start, end }: ChangeFields, told: BroughtState | undefined): BroughtState {
  const present = presentDay(scope);
  if (told === "draft" || !start) return "draft";
  if (start > present) return "planned";
  return end !== undefined && end < present ? "ended" : "live";
}

function checkState(state: ChangeState, told: BroughtState | undefined): void {
  if (told && told !== state) throw new Invalid("changes.stateByDates", { told, state }, "state");
}

function content({ scope, ...fields }: ChangeFields): string {
  const { title, moved, kind, start, end, hypothesis, gainMinor, tags, links } = fields;
  const rows = scopeRows(scope).map((row) => JSON.stringify(row));
  return JSON.stringify([title, moved, kind, start, end, hypothesis, gainMinor, tags, links, rows.sort()]);
}

async function lastEdit(scope: Scope, changeId: number): Promise<number> {
  const [row] = await scope.db
    .select({ last: max(changeRevision.revision) })
    .from(changeRevision)
    .where(and(eq(changeRevision.workspaceId, scope.workspaceId), eq(changeRevision.changeId, changeId)));
  return row?.last ?? 1;
}
