import { sql } from "drizzle-orm";
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

/** Channels of contact, not of sale. */
export type ContactChannel = "email" | "phone" | "sms" | "post" | "app";
export type Consent = Partial<Record<ContactChannel, { state: "given" | "refused" | "opposed"; on: string | null }>>;

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
    /** Per channel of contact: given, refused or opposed, and since when. Absent = not known. */
    consent: jsonb("consent").$type<Consent>().notNull().default({}),
    /** What people are searched by: reference, home area and attributes, lower case without accents. */
    search: text("search")
      .notNull()
      .generatedAlwaysAs(
        sql`fold(coalesce(reference, '') || ' ' || coalesce(home_area, '') || ' ' || (attributes)::text)`,
      ),
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
    /** Which identity of the customer it came with; joins and un-joins follow it. */
    identityHash: bytea("identity_hash").notNull(),
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
    index("interaction_key").on(t.workspaceId, t.sourceId, t.rowKey),
    index("interaction_batch").on(t.workspaceId, t.batchId),
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
    /** Which identity of the customer it came with; joins and un-joins follow it. */
    identityHash: bytea("identity_hash").notNull(),
    at: moment("at").notNull(),
    day: day("day").notNull(),
    score: smallint("score").notNull(),
    storeId: big("store_id"),
    survey: text("survey"),
    /** Key of the invitation that was answered (`survey_invitation.row_key`, same source). */
    invitationKey: bytea("invitation_key"),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.sourceId, t.rowKey] }),
    index("survey_response_day").on(t.workspaceId, t.day),
    index("survey_response_key").on(t.workspaceId, t.sourceId, t.rowKey),
    index("survey_response_batch").on(t.workspaceId, t.batchId),
    workspacePolicy(),
  ],
);

/** Somebody was asked; whether the asked were drawn at random decides what the answers may speak for (methods 6). */
export const surveyInvitation = pgTable(
  "survey_invitation",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    sourceId: big("source_id").notNull(),
    rowKey: bytea("row_key").notNull(),
    identityHash: bytea("identity_hash").notNull(),
    survey: text("survey"),
    at: moment("at").notNull(),
    day: day("day").notNull(),
    channel: text("channel").$type<ContactChannel>(),
    stratum: text("stratum"),
    random: boolean("random").notNull().default(false),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.sourceId, t.rowKey] }),
    index("survey_invitation_day").on(t.workspaceId, t.day),
    index("survey_invitation_key").on(t.workspaceId, t.sourceId, t.rowKey),
    index("survey_invitation_batch").on(t.workspaceId, t.batchId),
    workspacePolicy(),
  ],
);

/** What somebody said of themselves: the persona it names, if it names one, and the answers (methods 7). */
export const personaAnswer = pgTable(
  "persona_answer",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    sourceId: big("source_id").notNull(),
    rowKey: bytea("row_key").notNull(),
    identityHash: bytea("identity_hash").notNull(),
    at: moment("at").notNull(),
    day: day("day").notNull(),
    persona: text("persona"),
    /** `prejudices`, `attention`, `advice`, `time_value` (0-4), `obstacle`, `tone`, `pace`: those that were answered. */
    answers: jsonb("answers").$type<Record<string, string | number>>().notNull(),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.sourceId, t.rowKey] }),
    index("persona_answer_key").on(t.workspaceId, t.sourceId, t.rowKey),
    index("persona_answer_batch").on(t.workspaceId, t.batchId),
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
    origin: text("origin").$type<"survey_response" | "interaction" | "persona_answer">().notNull(),
    day: day("day").notNull(),
    storeId: big("store_id"),
    productId: big("product_id"),
    body: text("body").notNull(),
    batchId: big("batch_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.sourceId, t.rowKey] }),
    index("verbatim_day").on(t.workspaceId, t.day),
    index("verbatim_key").on(t.workspaceId, t.sourceId, t.rowKey),
    index("verbatim_batch").on(t.workspaceId, t.batchId),
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
    index("visit_day_store").on(t.workspaceId, t.day, t.storeId),
    workspacePolicy(),
  ],
);

/**
 * The portrait of each person, computed on `as_of` by `model_id`, which a later model that draws it the same leaves, and true until `next_transition_on`: the first day on which anything in it
 * would come out differently without a new row (D12). Scores are closed forms of it and of the model in force.
 */
export const customerState = pgTable(
  "customer_state",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    /** The day as of which the row came out so for the first time; it is true through portrait_day.as_of. */
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
    nextTransitionOn: day("next_transition_on").notNull().default("-infinity"),
    modelId: big("model_id"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.customerId] }), workspacePolicy()],
);

/**
 * Days of a person whose visits came, went or differ since they were counted: `before` and `after` = whether the day is an
 * occasion. Versions grow with every derivation; rows that every cohort has counted are taken off.
 */
export const visitMoved = pgTable(
  "visit_moved",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    day: day("day").notNull(),
    version: big("version").notNull(),
    before: boolean("before").notNull(),
    after: boolean("after").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.day, t.version] }),
    index("visit_moved_version").on(t.workspaceId, t.version),
    workspacePolicy(),
  ],
);

/** Whose portrait is out of date, and from which day on: taken off by the next `refresh-portraits`. */
export const staleState = pgTable(
  "stale_state",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    fromDay: day("from_day").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.customerId] }), workspacePolicy()],
);

/** Up to which day the portraits of a workspace are true, with which model, and since when memberships are kept. One row each. */
export const portraitDay = pgTable(
  "portrait_day",
  {
    workspaceId: workspaceId(),
    asOf: day("as_of").notNull(),
    keptSince: day("kept_since").notNull(),
    modelId: big("model_id"),
    /** The settings that the portraits were made with. */
    madeWith: text("made_with").notNull().default(""),
    /** The last version of `visit_moved` that was held against the days the models had seen. */
    version: big("version").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.workspaceId] }), workspacePolicy()],
);

/**
 * In which named segment a person was on the days [from, to); to = null: still is (D13). What was known stays: a row that later
 * data made wrong has `replaced_at`, and others stand in its place.
 */
export const membership = pgTable(
  "membership",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    fromDay: day("from_day").notNull(),
    knownAt: moment("known_at").notNull(),
    toDay: day("to_day"),
    replacedAt: moment("replaced_at"),
    segment: text("segment").notNull(),
    modelId: big("model_id"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.customerId, t.fromDay, t.knownAt] }), workspacePolicy()],
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
    /** First day whose portraits it makes; null: made for the days before one change only. */
    validFrom: day("valid_from"),
    /** Why it was made: `first`, `weekly`, `late rows`, `calibration`, `sample of lines`, `past day`. */
    reason: text("reason").notNull().default("past day"),
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

/**
 * Whose rows came, changed, moved or went since the derived tables were made: the next `derive` recomputes these people and
 * nobody else, and takes them off. Written in the transaction that wrote the rows (import, undo, join, erasure).
 */
export const touchedCustomer = pgTable(
  "touched_customer",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    /** The earliest day that may have changed. */
    fromDay: day("from_day").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.customerId] }), workspacePolicy()],
);

/** Two customers who are, or may be, one person (D5). Joining moves the rows of `from` to `into`; undoing moves them back. */
export const customerJoin = pgTable(
  "customer_join",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    fromCustomer: big("from_customer").notNull(),
    intoCustomer: big("into_customer").notNull(),
    state: text("state").$type<"proposed" | "declined" | "joining" | "joined" | "parting" | "parted">().notNull(),
    /** What speaks for it: `email`, `card`, ... (an identity that both have), or `by_hand`. */
    reason: text("reason").notNull(),
    batchId: big("batch_id"),
    proposedAt: moment("proposed_at").notNull(),
    decidedAt: moment("decided_at"),
    /** Null: the rule that the admin turned on. */
    decidedBy: big("decided_by"),
    /** The workspace's today when it was joined, and when it was parted again. */
    joinedOn: day("joined_on"),
    partedOn: day("parted_on"),
    /** Both customers' own rows as they stood before, and how many rows of each table were moved. */
    before: jsonb("before").$type<Record<string, unknown>>(),
    moved: jsonb("moved").$type<Record<string, number>>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("customer_join_from").on(t.workspaceId, t.fromCustomer),
    index("customer_join_into").on(t.workspaceId, t.intoCustomer),
    workspacePolicy(),
  ],
);

/** Identities that a join moved, so that parting knows whose rows go back: also those that came since. */
export const joinedIdentity = pgTable(
  "joined_identity",
  {
    workspaceId: workspaceId(),
    joinId: big("join_id").notNull(),
    sourceId: big("source_id").notNull(),
    kind: text("kind").notNull(),
    valueHash: bytea("value_hash").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.joinId, t.sourceId, t.kind, t.valueHash] }), workspacePolicy()],
);

/** That somebody was erased or suppressed: when, by whom, how many rows of each table; never who it was. */
export const erasure = pgTable(
  "erasure",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    /** Null once it is done. */
    customerId: big("customer_id"),
    state: text("state").$type<"asked" | "done">().notNull(),
    askedBy: big("asked_by"),
    askedAt: moment("asked_at").notNull(),
    doneAt: moment("done_at"),
    /** The first and last day of the person's rows: a rewind over them says "n erased since". */
    firstDay: day("first_day"),
    lastDay: day("last_day"),
    removed: jsonb("removed").$type<Record<string, number>>(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), workspacePolicy()],
);
