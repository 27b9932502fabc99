import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import { big, day, moment, workspaceId, workspacePolicy } from "./shared";
import { bytea } from "./workspaces";

export type Channel = "store" | "web" | "app" | "phone" | "mail" | "marketplace";
export type Fulfilment = "store" | "delivery" | "click_and_collect" | "locker";

/** A person, or a store's anonymous buyer (D5). */
export const customer = pgTable(
  "customer",
  {
    workspaceId: workspaceId(),
    customerId: bigserial("customer_id", { mode: "number" }).notNull(),
    kind: text("kind").$type<"person" | "anonymous">().notNull(),
    /** The source's own reference of a person; masked for those who may not see people. */
    reference: text("reference"),
    /** The store whose anonymous buyer this is. */
    storeId: big("store_id"),
    attributes: jsonb("attributes").$type<Record<string, unknown>>().notNull().default({}),
    homeArea: text("home_area"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId] }),
    index("customer_store").on(t.workspaceId, t.storeId),
    workspacePolicy(),
  ],
);

/** One article on one receipt. Inserted and deleted, never updated. */
export const purchaseLine = pgTable(
  "purchase_line",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    sourceId: big("source_id").notNull(),
    lineKey: bytea("line_key").notNull(),
    identityHash: bytea("identity_hash"),
    /** The first 8 bytes of SHA-256 over source, receipt id and store, as a signed integer. */
    receiptKey: big("receipt_key").notNull(),
    at: moment("at").notNull(),
    day: day("day").notNull(),
    /** Minutes since local midnight. */
    minute: smallint("minute").notNull(),
    storeId: big("store_id").notNull(),
    productId: big("product_id").notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    fulfilment: text("fulfilment").$type<Fulfilment>().notNull(),
    kind: text("kind").$type<"sale" | "refund" | "adjustment">().notNull(),
    quantity: numeric("quantity", { precision: 14, scale: 3 }).notNull(),
    amountMinor: big("amount_minor").notNull(),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.sourceId, t.lineKey] }),
    index("purchase_line_store_day").on(t.workspaceId, t.storeId, t.day),
    index("purchase_line_product_day").on(t.workspaceId, t.productId, t.day),
    index("purchase_line_key").on(t.workspaceId, t.sourceId, t.lineKey),
    index("purchase_line_receipt").on(t.workspaceId, t.sourceId, t.receiptKey),
    index("purchase_line_batch").on(t.workspaceId, t.batchId),
    workspacePolicy(),
  ],
);

export const interaction = pgTable(
  "interaction",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    sourceId: big("source_id").notNull(),
    rowKey: bytea("row_key").notNull(),
    at: moment("at").notNull(),
    day: day("day").notNull(),
    kind: text("kind")
      .$type<"visit" | "view" | "cart" | "wish" | "contact" | "complaint" | "after_sales" | "solicitation">()
      .notNull(),
    direction: text("direction").$type<"in" | "out">().notNull(),
    mode: text("mode").$type<"human" | "automated">().notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    storeId: big("store_id"),
    productId: big("product_id"),
    resolvedFirst: boolean("resolved_first"),
    transferred: boolean("transferred"),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.sourceId, t.rowKey] }),
    index("interaction_day").on(t.workspaceId, t.kind, t.day),
    workspacePolicy(),
  ],
);

export const surveyResponse = pgTable(
  "survey_response",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    sourceId: big("source_id").notNull(),
    rowKey: bytea("row_key").notNull(),
    at: moment("at").notNull(),
    day: day("day").notNull(),
    score: smallint("score").notNull(),
    storeId: big("store_id"),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.sourceId, t.rowKey] }),
    index("survey_response_day").on(t.workspaceId, t.day),
    workspacePolicy(),
  ],
);

/** What people wrote: with an answer, a complaint, an interaction. */
export const verbatim = pgTable(
  "verbatim",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    sourceId: big("source_id").notNull(),
    rowKey: bytea("row_key").notNull(),
    origin: text("origin").$type<"survey_response" | "interaction">().notNull(),
    day: day("day").notNull(),
    storeId: big("store_id"),
    productId: big("product_id"),
    body: text("body").notNull(),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.sourceId, t.rowKey] }),
    index("verbatim_day").on(t.workspaceId, t.day),
    workspacePolicy(),
  ],
);

/**
 * Customer x local day x store x channel, derived from purchase_line. Everything in it adds up, so that any past day
 * can be asked: x + 1 = count of `occasion`, distinct products = sum of `new_products`.
 */
export const visit = pgTable(
  "visit",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    day: day("day").notNull(),
    storeId: big("store_id").notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    /** True on exactly one visit of each of the customer's occasions (a day with a sale of merchandise). */
    occasion: boolean("occasion").notNull(),
    saleLines: integer("sale_lines").notNull(),
    amountMinor: big("amount_minor").notNull(),
    refundMinor: big("refund_minor").notNull(),
    /** Products that this customer had never bought before. */
    newProducts: integer("new_products").notNull(),
    firstMinute: smallint("first_minute").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.day, t.storeId, t.channel] }),
    index("visit_store_day").on(t.workspaceId, t.storeId, t.day),
    index("visit_day").on(t.workspaceId, t.day),
    workspacePolicy(),
  ],
);

/** The portrait of each person as of `as_of` (the workspace's today at the last run). */
export const customerState = pgTable(
  "customer_state",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    asOf: day("as_of").notNull(),
    firstDay: day("first_day").notNull(),
    lastDay: day("last_day").notNull(),
    /** Occasions after the first. */
    x: integer("x").notNull(),
    amountMinor: big("amount_minor").notNull(),
    n365: integer("n_365").notNull(),
    value365: big("value_365").notNull(),
    products: integer("products").notNull(),
    medianGap: doublePrecision("median_gap"),
    mainStoreId: big("main_store_id"),
    segment: text("segment").notNull(),
    dueOn: day("due_on"),
    lapsingOn: day("lapsing_on"),
    lostOn: day("lost_on"),
    modelId: big("model_id"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId] }),
    index("customer_state_segment").on(t.workspaceId, t.segment),
    workspacePolicy(),
  ],
);

/** A fitted model and the days it speaks of; `parameters` are those of methods 1. */
export const model = pgTable(
  "model",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    kind: text("kind").$type<"bg_nbd" | "gamma_gamma" | "gap_quantile" | "cut_points">().notNull(),
    /** The group of first purchases it was fitted on: `all`, or `store:12`. */
    groupKey: text("group_key").notNull(),
    /** Fitted on data up to and including this day. */
    fittedOn: day("fitted_on").notNull(),
    parameters: jsonb("parameters").$type<Record<string, number>>().notNull(),
    diagnostics: jsonb("diagnostics").$type<Record<string, unknown>>().notNull(),
    madeAt: moment("made_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("model_lookup").on(t.workspaceId, t.kind, t.groupKey, t.fittedOn),
    workspacePolicy(),
  ],
);
