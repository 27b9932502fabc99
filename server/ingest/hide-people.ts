import { isDeepStrictEqual } from "node:util";
import type { importBatch } from "@/db/schema";
import { record } from "../audit/record";
import { may } from "../auth/permissions";
import type { ErrorParams } from "../errors";
import type { Scope } from "../scope";
import { fieldsOf, HIDDEN, type MappingPage, type ShownReject } from "./schema";

export type Told = Pick<typeof importBatch.$inferSelect, "id" | "kind" | "via" | "files" | "mapping">;
type DryRun = NonNullable<MappingPage["dryRun"]>;
type Place = Pick<ShownReject, "file" | "column" | "value">;

/** Fields that say who somebody is, or what they wrote. */
const personal: ReadonlySet<string> = new Set([
  ...["customer", "email", "phone", "card", "web", "home_area"],
  ...["comment", "text"],
]);

/**
 * What of a batch's values a reader is shown: everything; nothing that may say who somebody is, for a member who may not see
 * people; nothing, for a key, of an import that came another way than by the API (which key sent it is not kept).
 */
type Sight = "everything" | "nobody" | "nothing";

export function sightOf({ actor }: Scope, { via }: Pick<Told, "via">): Sight {
  if (actor.kind === "key") return via === "api" ? "everything" : "nothing";
  return actor.kind !== "member" || may(actor, "people:see") ? "everything" : "nobody";
}

/** Writes down that a member saw values of people, where there were any. */
export async function recordSight(scope: Scope, batch: Told, places: readonly Place[]): Promise<void> {
  const showsPeople = places.some((place) => place.value !== "" && isPersonal(batch, place));
  if (showsPeople) await recordSeen(scope, batch);
}

/** The same of what trying a file said. */
export async function recordTrialSight(scope: Scope, batch: Told, dryRun: DryRun): Promise<void> {
  const showsPeople = !isDeepStrictEqual(hideInTrial(batch, "nobody", dryRun), dryRun);
  if (showsPeople) await recordSeen(scope, batch);
}

async function recordSeen(scope: Scope, batch: Told): Promise<void> {
  if (scope.actor.kind !== "member" || sightOf(scope, batch) !== "everything") return;
  await record(scope, { action: "people.see", subject: `import_batch:${batch.id}` });
}

/** A refused row as this reader may see it. */
export function hideInReject<R extends Place & { params: ErrorParams }>(batch: Told, sight: Sight, reject: R): R {
  if (!hides(batch, sight, reject)) return reject;
  const { other } = reject.params;
  const params = other === undefined ? reject.params : { ...reject.params, other: HIDDEN };
  return { ...reject, value: reject.value === "" ? "" : HIDDEN, params };
}

/** Why a file could not be used: it may quote a cell. */
export function hideInError<E extends { params: ErrorParams }>(batch: Told, sight: Sight, error: E): E {
  const { file = "", column = "", value } = error.params;
  if (value === undefined || value === "") return error;
  const place = { file: String(file), column: String(column), value: String(value) };
  return hides(batch, sight, place) ? { ...error, params: { ...error.params, value: HIDDEN } } : error;
}

/** What trying a file said, as this reader may see it. */
export function hideInTrial(batch: Told, sight: Sight, dryRun: DryRun): DryRun {
  if ("fault" in dryRun) return { fault: hideInError(batch, sight, dryRun.fault) };
  if (sight === "everything") return dryRun;
  const rows = dryRun.rows.map((row) => ({
    ...row,
    said: hideInFields(row.said),
    changes: row.changes.map(({ field, from, to }) => ({
      field,
      from: hideField(field, from),
      to: hideField(field, to),
    })),
    ...(row.reject && { reject: hideInReject(batch, sight, row.reject) }),
  }));
  return { ...dryRun, rows };
}

/** Values by field, without those of people. */
export function hideInFields(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, hideField(field, value)]));
}

function hideField(field: string, value: string): string {
  const isTheirs = personal.has(field) || field.startsWith("attributes.") || looksLikeAddress(value);
  return value !== "" && isTheirs ? HIDDEN : value;
}

function hides(batch: Told, sight: Sight, place: Place): boolean {
  return sight === "nothing" || (sight === "nobody" && isPersonal(batch, place));
}

/** Where it is not known what a column holds, a whole line for instance, it may be somebody. */
function isPersonal(batch: Told, { file, column, value }: Place): boolean {
  const role = batch.files.find((one) => one.name === file)?.role ?? "facts";
  if (role === "customers" || looksLikeAddress(value)) return true;
  const fields = fieldsIn(batch, role, plain(column));
  return fields.length === 0 || fields.some((field) => personal.has(field));
}

/** The fields that are read from a column; by the fields' own names where the mapping names no column so. */
function fieldsIn({ kind, mapping }: Told, role: "facts" | "stores" | "products", column: string): string[] {
  const { related } = mapping as { related?: Record<string, { columns?: unknown }> };
  const mapped = Object.entries((role === "facts" ? mapping.columns : related?.[role]?.columns) ?? {});
  const named = mapped.filter(([, name]) => plain(String(name)) === column).map(([field]) => field);
  const own: readonly string[] = fieldsOf[role === "facts" ? kind : role];
  return named.length > 0 ? named : own.filter((field) => field === column);
}

/** Also in a column that was said to hold something else. */
function looksLikeAddress(value: string): boolean {
  return value.includes("@");
}

function plain(name: string): string {
  return name.trim().normalize("NFC").toLowerCase();
}
