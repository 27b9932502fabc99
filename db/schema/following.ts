import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { big, day, moment, workspaceId, workspacePolicy } from "./shared";

/** What was frozen at day 0 for one revision of a change: parameters, strata, counts, balance. */
export const cohort = pgTable(
  "cohort",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    /** Day 0 of the first wave. */
    day0: day("day0").notNull(),
    /** The first day the alarm may use (later than day0 when the change was recorded afterwards). */
    alarmFrom: day("alarm_from").notNull(),
    horizonDays: integer("horizon_days").notNull(),
    roundDays: integer("round_days").notNull(),
    seed: big("seed").notNull(),
    /** Why nothing can be measured, or null. */
    unmeasurable: text("unmeasurable"),
    model: jsonb("model").$type<Record<string, unknown>>().notNull(),
    strata: jsonb("strata")
      .$type<
        { stratum: number; wave: number; segment: string; bin: number; also: number; exposed: number; twins: number }[]
      >()
      .notNull(),
    counts: jsonb("counts").$type<Record<string, number>>().notNull(),
    balance: jsonb("balance").$type<{ trait: string; before: number; after: number }[]>().notNull(),
    diagnostics: jsonb("diagnostics").$type<Record<string, unknown>>().notNull(),
    frozenAt: moment("frozen_at").notNull(),
    /** Days up to this one stay as they were counted: somebody counted in them was erased since (D16). */
    keptThrough: day("kept_through"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.changeId, t.revision] }), workspacePolicy()],
);

export const cohortMember = pgTable(
  "cohort_member",
  {
    workspaceId: workspaceId(),
    customerId: big("customer_id").notNull(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    wave: smallint("wave").notNull(),
    arm: text("arm").$type<"exposed" | "twin" | "apart" | "left_out">().notNull(),
    reason: text("reason"),
    day0: day("day0").notNull(),
    segment: text("segment").notNull(),
    stratum: integer("stratum"),
    /** The exposed customer whose twin this is; an exposed one's own id. */
    matchedSet: big("matched_set"),
    x: integer("x").notNull(),
    tx: integer("t_x").notNull(),
    tTotal: integer("t_total").notNull(),
    returnProbability: doublePrecision("return_probability"),
    dueDays: integer("due_days"),
    intensity: doublePrecision("intensity"),
    /** Expected value over the 12 months from day 0, as of day 0. */
    valueMinor: big("value_minor"),
    censoredOn: day("censored_on"),
    /** Of the exposed, in the look-back: where, for what (a category) and by which channel most occasions were made. */
    mainStoreId: big("main_store_id"),
    mainCategoryId: big("main_category_id"),
    mainChannel: text("main_channel"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.customerId, t.changeId, t.revision] }),
    index("cohort_member_change").on(t.workspaceId, t.changeId, t.revision, t.arm),
    workspacePolicy(),
  ],
);

/** At risk in the morning and events of the day, both arms. Round 0 = first returns, 1.. = rounds. */
export const stratumDay = pgTable(
  "stratum_day",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    round: smallint("round").notNull(),
    stratum: integer("stratum").notNull(),
    day: day("day").notNull(),
    riskExposed: integer("risk_exposed").notNull(),
    riskTwin: integer("risk_twin").notNull(),
    eventsExposed: integer("events_exposed").notNull(),
    eventsTwin: integer("events_twin").notNull(),
    knownAt: moment("known_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.changeId, t.revision, t.round, t.stratum, t.day] }),
    workspacePolicy(),
  ],
);

/** A running alarm: one per change, slice (`all` or a segment) and direction. */
export const monitor = pgTable(
  "monitor",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    slice: text("slice").notNull(),
    direction: text("direction").$type<"down" | "up">().notNull(),
    run: text("run").notNull().default("live"),
    threshold: doublePrecision("threshold").notNull(),
    openedOn: day("opened_on").notNull(),
    advancedTo: day("advanced_to"),
    closedOn: day("closed_on"),
    closedWhy: text("closed_why"),
    /** Log likelihood ratio per theta and the sums, as `safe-log-rank.ts` serialises them. */
    state: jsonb("state"),
    alarmOn: day("alarm_on"),
    calibrated: boolean("calibrated").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("monitor_subject").on(t.workspaceId, t.changeId, t.revision, t.slice, t.direction, t.run),
    workspacePolicy(),
  ],
);

export const monitorDay = pgTable(
  "monitor_day",
  {
    workspaceId: workspaceId(),
    monitorId: big("monitor_id").notNull(),
    day: day("day").notNull(),
    logE: doublePrecision("log_e").notNull(),
    observed: doublePrecision("observed").notNull(),
    expected: doublePrecision("expected").notNull(),
    variance: doublePrecision("variance").notNull(),
    knownAt: moment("known_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.monitorId, t.day] }), workspacePolicy()],
);

/**
 * A figure with its doubt, as shown on a day. `subject` is `change:12`, `slice` is `all`, `segment:regulars`, ...;
 * `parts` holds the interval's kind, n by arm, curve points, states and all that "Why?" opens.
 */
export const reading = pgTable(
  "reading",
  {
    workspaceId: workspaceId(),
    method: text("method").notNull(),
    version: integer("version").notNull(),
    subject: text("subject").notNull(),
    slice: text("slice").notNull(),
    asOf: day("as_of").notNull(),
    value: doublePrecision("value"),
    low: doublePrecision("low"),
    high: doublePrecision("high"),
    n: integer("n"),
    parts: jsonb("parts").$type<Record<string, unknown>>().notNull(),
    knownAt: moment("known_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.method, t.version, t.subject, t.slice, t.asOf] }),
    index("reading_subject").on(t.workspaceId, t.subject, t.asOf),
    workspacePolicy(),
  ],
);
