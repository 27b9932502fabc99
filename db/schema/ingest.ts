import { bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { big, day, moment, workspaceId, workspacePolicy } from "./shared";
import { bytea } from "./workspaces";

export type BatchKind = "purchases" | "survey_responses" | "interactions";
/** What a file of a batch holds: the facts themselves, or what they refer to. */
export type FileRole = "facts" | "stores" | "products" | "customers";
export type BatchState = "uploaded" | "queued" | "reading" | "merging" | "done" | "failed";

export const source = pgTable(
  "source",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    name: text("name").notNull(),
    /** The last mapping used, per kind. */
    mapping: jsonb("mapping").$type<Record<string, unknown>>().notNull().default({}),
    completeThrough: day("complete_through"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("source_name").on(t.workspaceId, t.name),
    workspacePolicy(),
  ],
);

export const importBatch = pgTable(
  "import_batch",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    sourceId: big("source_id").notNull(),
    kind: text("kind").$type<BatchKind>().notNull(),
    files: jsonb("files")
      .$type<{ role: FileRole; name: string; bytes: number; sha256: string | null; path: string | null }[]>()
      .notNull(),
    mapping: jsonb("mapping").$type<Record<string, unknown>>().notNull(),
    state: text("state").$type<BatchState>().notNull(),
    doneBytes: big("done_bytes").notNull().default(0),
    totalBytes: big("total_bytes").notNull().default(0),
    /** Rows read, kept, new, corrected, unchanged, refused; notes such as moved local times and rounding. */
    report: jsonb("report").$type<Record<string, unknown>>().notNull().default({}),
    error: jsonb("error").$type<{ code: string; params: Record<string, unknown> }>(),
    firstDay: day("first_day"),
    lastDay: day("last_day"),
    completeThrough: day("complete_through"),
    createdBy: big("created_by"),
    createdAt: moment("created_at").notNull(),
    heartbeatAt: moment("heartbeat_at"),
    finishedAt: moment("finished_at"),
    /** When the derived tables took this batch in. */
    derivedAt: moment("derived_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), workspacePolicy()],
);

export const importReject = pgTable(
  "import_reject",
  {
    workspaceId: workspaceId(),
    batchId: big("batch_id").notNull(),
    file: text("file").notNull(),
    line: big("line").notNull(),
    column: text("column").notNull(),
    value: text("value").notNull(),
    code: text("code").notNull(),
    params: jsonb("params").$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.batchId, t.file, t.line, t.column] }), workspacePolicy()],
);

/** Rows that a correction replaced, kept 30 days. */
export const supersededRow = pgTable(
  "superseded_row",
  {
    workspaceId: workspaceId(),
    tableName: text("table_name").notNull(),
    rowKey: bytea("row_key").notNull(),
    byBatch: big("by_batch").notNull(),
    customerId: big("customer_id").notNull(),
    row: jsonb("row").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.tableName, t.rowKey, t.byBatch] }),
    index("superseded_row_customer").on(t.workspaceId, t.customerId),
    workspacePolicy(),
  ],
);

export const identity = pgTable(
  "identity",
  {
    workspaceId: workspaceId(),
    sourceId: big("source_id").notNull(),
    /** `reference` is the id that the source itself gives a customer. */
    kind: text("kind").$type<"reference" | "card" | "email" | "phone" | "web">().notNull(),
    valueHash: bytea("value_hash").notNull(),
    customerId: big("customer_id").notNull(),
    firstSeen: day("first_seen"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.sourceId, t.kind, t.valueHash] }),
    index("identity_customer").on(t.workspaceId, t.customerId),
    workspacePolicy(),
  ],
);

/** Each store and day: open, closed, missing or unknown (D9). */
export const storeDay = pgTable(
  "store_day",
  {
    workspaceId: workspaceId(),
    storeId: big("store_id").notNull(),
    day: day("day").notNull(),
    status: text("status").$type<"open" | "closed" | "missing" | "unknown">().notNull(),
    reason: text("reason"),
    lines: integer("lines").notNull(),
    expected: integer("expected"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.storeId, t.day] }), workspacePolicy()],
);
