import { sql } from "drizzle-orm";
import { bigserial, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { big, day, moment, workspaceId, workspacePolicy } from "./shared";
import { bytea } from "./workspaces";

export type BatchKind =
  | "purchases"
  | "interactions"
  | "survey_invitations"
  | "survey_responses"
  | "persona_answers"
  | "customers"
  | "stores"
  | "products"
  | "stock"
  | "changes"
  | "change_customers";
/** What a file of a batch holds: the rows of its kind, or what they refer to. */
export type FileRole = "facts" | "stores" | "products" | "customers";
export type BatchState = "uploaded" | "queued" | "reading" | "merging" | "done" | "failed" | "undoing" | "undone";
export type BatchVia = "command" | "upload" | "api";
export type IdentityKind = "reference" | "card" | "email" | "phone" | "web";

export const source = pgTable(
  "source",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    name: text("name").notNull(),
    /** The last mapping used, per kind. */
    mapping: jsonb("mapping").$type<Record<string, unknown>>().notNull().default({}),
    completeThrough: day("complete_through"),
    /** Days between two deliveries, as agreed; null = not agreed, then lateness is judged by its own past. */
    expectedEvery: integer("expected_every"),
    /** Its purchases are a sample of lines, so that how often people come cannot be read from them. */
    sampleOfLines: boolean("sample_of_lines").notNull().default(false),
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
    via: text("via").$type<BatchVia>().notNull().default("command"),
    /** The source whose customers, stores and products the rows speak of; null until the batch is read. */
    referencesId: big("references_id"),
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
    undoneAt: moment("undone_at"),
    undoneBy: big("undone_by"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("import_batch_source").on(t.workspaceId, t.sourceId, t.state),
    workspacePolicy(),
  ],
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
    /** Null for rows of no customer (stock). */
    customerId: big("customer_id"),
    row: jsonb("row").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.tableName, t.rowKey, t.byBatch] }),
    index("superseded_row_customer").on(t.workspaceId, t.customerId),
    index("superseded_row_batch").on(t.workspaceId, t.byBatch),
    workspacePolicy(),
  ],
);

export const identity = pgTable(
  "identity",
  {
    workspaceId: workspaceId(),
    /** 0 = no source: a suppressed value that every source refuses, those first seen later too. Never somebody's. */
    sourceId: big("source_id").notNull(),
    /** `reference` is the id that the source itself gives a customer. */
    kind: text("kind").$type<IdentityKind>().notNull(),
    valueHash: bytea("value_hash").notNull(),
    /** Null once the person was erased or suppressed: only the hash stays, so that the next import refuses it (D16). */
    customerId: big("customer_id"),
    firstSeen: day("first_seen"),
    /** A file of customers named it: a card that only receipts know is "known but not recognised" (D5). */
    registered: boolean("registered").notNull().default(false),
    /** The source says that the address was verified. */
    verified: boolean("verified").notNull().default(false),
    batchId: big("batch_id"),
    suppressedAt: moment("suppressed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.sourceId, t.kind, t.valueHash] }),
    index("identity_customer").on(t.workspaceId, t.customerId),
    index("identity_suppressed").on(t.workspaceId, t.sourceId).where(sql`suppressed_at IS NOT NULL`),
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
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.storeId, t.day] }),
    index("store_day_missing").on(t.workspaceId, t.storeId, t.day).where(sql`status = 'missing'`),
    workspacePolicy(),
  ],
);

/**
 * Purchases of a store in an ISO week (its Monday), by the source that brought them, up to the day on which they were counted:
 * lines, sales in minor units, and of these the ones with an identity. A tally of `purchase_line` for the judging of data.
 */
export const storeWeek = pgTable(
  "store_week",
  {
    workspaceId: workspaceId(),
    storeId: big("store_id").notNull(),
    week: day("week").notNull(),
    sourceId: big("source_id").notNull(),
    lines: integer("lines").notNull(),
    revenue: big("revenue").notNull(),
    identified: big("identified").notNull(),
    countedAt: moment("counted_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.storeId, t.week, t.sourceId] }), workspacePolicy()],
);

/**
 * A value of a store, product, customer or change that a batch wrote over, so that undo can bring it back (D6).
 * `columnName` `*` with `before` null: the batch made the row.
 */
export const overwrittenValue = pgTable(
  "overwritten_value",
  {
    workspaceId: workspaceId(),
    tableName: text("table_name").$type<"store" | "product" | "customer" | "change">().notNull(),
    rowId: big("row_id").notNull(),
    columnName: text("column_name").notNull(),
    byBatch: big("by_batch").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.tableName, t.rowId, t.columnName, t.byBatch] }),
    index("overwritten_value_batch").on(t.workspaceId, t.byBatch),
    workspacePolicy(),
  ],
);

/** From `fromDay` on a product is in stock in a store or not, until `toDay` (exclusive) or the next row of the two. */
export const stockInterval = pgTable(
  "stock_interval",
  {
    workspaceId: workspaceId(),
    storeId: big("store_id").notNull(),
    productId: big("product_id").notNull(),
    fromDay: day("from_day").notNull(),
    toDay: day("to_day"),
    inStock: boolean("in_stock").notNull(),
    sourceId: big("source_id").notNull(),
    rowKey: bytea("row_key").notNull(),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.storeId, t.productId, t.fromDay] }),
    index("stock_interval_key").on(t.workspaceId, t.sourceId, t.rowKey),
    index("stock_interval_batch").on(t.workspaceId, t.batchId),
    workspacePolicy(),
  ],
);

/** Something is wrong with what comes in; told to admins only, on the page of data quality. */
export const dataAlert = pgTable(
  "data_alert",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    /** `missing_store:12`: a fault that lasts is one alert. */
    dedupeKey: text("dedupe_key").notNull(),
    kind: text("kind").$type<"late_source" | "missing_store" | "jump" | "identification" | "refused_rows">().notNull(),
    sourceId: big("source_id"),
    storeId: big("store_id"),
    sinceOn: day("since_on").notNull(),
    evidence: jsonb("evidence").$type<Record<string, unknown>>().notNull(),
    raisedAt: moment("raised_at").notNull(),
    seenAt: moment("seen_at"),
    seenBy: big("seen_by"),
    /** When the fault was over, by itself. */
    clearedAt: moment("cleared_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("data_alert_key").on(t.workspaceId, t.dedupeKey),
    workspacePolicy(),
  ],
);
