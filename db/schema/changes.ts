import { bigserial, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { big, day, moment, workspaceId, workspacePolicy } from "./shared";
import { bytea } from "./workspaces";

export type Moved = "client" | "product" | "store" | "client-product" | "client-store" | "product-store";
export type ChangeState = "draft" | "planned" | "live" | "ended" | "rolled_back" | "cancelled";
export type Dimension = "store" | "product" | "category" | "channel" | "fulfilment" | "hours" | "list";

export const change = pgTable(
  "change",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    nature: text("nature").$type<"change" | "external" | "freeze">().notNull().default("change"),
    title: text("title").notNull(),
    moved: text("moved").$type<Moved>().notNull(),
    kind: text("kind").notNull(),
    state: text("state").$type<ChangeState>().notNull(),
    ownerId: big("owner_id"),
    revision: integer("revision").notNull().default(1),
    startPlanned: day("start_planned"),
    startActual: day("start_actual"),
    endPlanned: day("end_planned"),
    endActual: day("end_actual"),
    startConfirmed: boolean("start_confirmed").notNull().default(false),
    hypothesis: text("hypothesis"),
    gainMinor: big("gain_minor"),
    tags: text("tags").array().notNull().default([]),
    links: text("links").array().notNull().default([]),
    recordedOn: day("recorded_on").notNull(),
    createdAt: moment("created_at").notNull(),
    createdBy: big("created_by"),
    /** Where it was imported from, and what it is called there. */
    sourceId: big("source_id"),
    externalId: text("external_id"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("change_external").on(t.workspaceId, t.sourceId, t.externalId),
    index("change_state").on(t.workspaceId, t.state),
    workspacePolicy(),
  ],
);

/** Every edit, with what stood before and after. */
export const changeRevision = pgTable(
  "change_revision",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    before: jsonb("before"),
    after: jsonb("after").notNull(),
    reason: text("reason"),
    by: big("by"),
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.changeId, t.revision] }), workspacePolicy()],
);

/**
 * What a change touches, per revision: dimensions joined by AND, values within one by OR, none = all. Stores may have
 * a start of their own (a staggered roll-out: each distinct start is a wave). Hours are "HH:MM-HH:MM".
 */
export const changeScope = pgTable(
  "change_scope",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    item: integer("item").notNull(),
    dimension: text("dimension").$type<Dimension>().notNull(),
    /** The store, product or category. */
    refId: big("ref_id"),
    /** The channel, fulfilment or hours. */
    value: text("value"),
    startOn: day("start_on"),
    endOn: day("end_on"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.changeId, t.revision, t.item] }), workspacePolicy()],
);

/** The people of a change whose scope is a list (D15). */
export const changeCustomer = pgTable(
  "change_customer",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    changeId: big("change_id").notNull(),
    /** The import that named them, and the identity it named; null where they were frozen from a segment. */
    batchId: big("batch_id"),
    identityHash: bytea("identity_hash"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.changeId] }),
    index("change_customer_batch").on(t.workspaceId, t.batchId),
    index("change_customer_change").on(t.workspaceId, t.changeId),
    workspacePolicy(),
  ],
);
