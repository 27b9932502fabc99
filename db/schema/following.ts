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
    /** Stores that carry the comparison (following/counting/complete-through.ts); null = not looked up since the last wave was frozen. */
    carriers: jsonb("carriers").$type<number[]>(),
    /** Days up to this one stay as they were counted: somebody counted in them was erased since (D16). */
    keptThrough: day("kept_through"),
    /** `stratum_day` holds every day up to this one, with the visits as of this version (`visit_moved.version`). */
    countedThrough: day("counted_through"),
    countedVersion: big("counted_version"),
    /** Fingerprint of what else decides who is seen: silent stores, gaps, joins, waves. Another one counts all anew. */
    countedWith: text("counted_with"),
    /** Members who are one person with somebody else, as they were counted: who they were seen as, and their day out of watch. */
    countedJoined: jsonb("counted_joined").$type<{ stamp: string; members: [number, number, string | null][] }>(),
    /** How often a count changed a day that had been counted before: who kept another number starts anew. */
    rewinds: big("rewinds").notNull().default(0),
    /** Sales of the changed stores and of the twins' by day, with and without an identity (following/counting/identification.ts). */
    identified: jsonb("identified").$type<Record<string, unknown>>(),
    /** Why nothing is said of these days though the cohort can be measured, or null. */
    withheld: text("withheld"),
    /** The same of the readings. */
    readThrough: day("read_through"),
    readVersion: big("read_version"),
    readWith: text("read_with"),
    /** Other changes begun since day 0 that touch the members, as following/counting/later-changes.ts found them; null = none was looked for. */
    later: jsonb("later").$type<Record<string, unknown>>(),
    /** m, tau and sigma of the placebo changes; null until they are computed (methods 4). */
    calibration: jsonb("calibration").$type<Record<string, unknown>>(),
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
    /** Made at least half of their occasions in the scope; of a twin: is matched to somebody who did. */
    intense: boolean("intense").notNull().default(false),
    /** Expected value over the 12 months from day 0, as of day 0. */
    valueMinor: big("value_minor"),
    censoredOn: day("censored_on"),
    /** A bit for each change of `cohort.later` in whose scope they bought in the look-back before their own day 0. */
    later: smallint("later").notNull().default(0),
    /** In the look-back, where most occasions were made, of the exposed and their twins; of the exposed also for what and by which channel. */
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

/**
 * At risk in the morning and events of the day, both arms. Round 0 = first returns, 1.. = rounds. Part 0 = all members,
 * 1 = the intense ones among them: their strata split by later changes from each one's first day on; 2 = all members, split for
 * all days, for readings, where there are such changes (following/counting/splits.ts).
 */
export const stratumDay = pgTable(
  "stratum_day",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    part: smallint("part").notNull().default(0),
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
    primaryKey({
      name: "stratum_day_pk",
      columns: [t.workspaceId, t.changeId, t.revision, t.part, t.round, t.stratum, t.day],
    }),
    workspacePolicy(),
  ],
);

/**
 * Members who come under watch (positive) and go out of it (negative) on a morning. Round -1 = whether they returned or not;
 * rounds 0.. = those who go without having returned in the round. With the events of `stratum_day` it gives who is at risk.
 */
export const stratumWatch = pgTable(
  "stratum_watch",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    part: smallint("part").notNull(),
    round: smallint("round").notNull(),
    stratum: integer("stratum").notNull(),
    day: day("day").notNull(),
    exposed: integer("exposed").notNull(),
    twins: integer("twins").notNull(),
  },
  (t) => [
    primaryKey({
      name: "stratum_watch_pk",
      columns: [t.workspaceId, t.changeId, t.revision, t.part, t.round, t.stratum, t.day],
    }),
    workspacePolicy(),
  ],
);

/**
 * Members under watch, and not yet returned in the round, who are not seen on a day because a store's data are missing
 * (following/counting/gather-gaps.ts): so many fewer are at risk on it.
 */
export const stratumHidden = pgTable(
  "stratum_hidden",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    part: smallint("part").notNull(),
    round: smallint("round").notNull(),
    stratum: integer("stratum").notNull(),
    day: day("day").notNull(),
    exposed: integer("exposed").notNull(),
    twins: integer("twins").notNull(),
  },
  (t) => [
    primaryKey({
      name: "stratum_hidden_pk",
      columns: [t.workspaceId, t.changeId, t.revision, t.part, t.round, t.stratum, t.day],
    }),
    workspacePolicy(),
  ],
);

/** Members, under watch for the whole of an ISO week (its Monday), who came in it. */
export const stratumWeek = pgTable(
  "stratum_week",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    week: day("week").notNull(),
    stratum: integer("stratum").notNull(),
    exposed: integer("exposed").notNull(),
    twins: integer("twins").notNull(),
  },
  (t) => [
    primaryKey({
      name: "stratum_week_pk",
      columns: [t.workspaceId, t.changeId, t.revision, t.week, t.stratum],
    }),
    workspacePolicy(),
  ],
);

/**
 * A running alarm, both directions: one per change and slice (`all`, `segment:regulars`, `intense`). A raised alarm keeps its
 * first day; `down_since` is the last day on which the evidence was at its lowest before it.
 */
export const monitor = pgTable(
  "monitor",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    slice: text("slice").notNull(),
    openedOn: day("opened_on").notNull(),
    advancedTo: day("advanced_to"),
    /** `cohort.rewinds` as it was when it was last advanced: another one runs it anew. */
    advancedVersion: big("advanced_version"),
    closedOn: day("closed_on"),
    closedWhy: text("closed_why"),
    /** All that tomorrow needs, as `stats/monitor.ts` serialises it; null = start anew. */
    state: jsonb("state").$type<Record<string, unknown>>(),
    /** First day on which it was on the night's list. */
    downAlarmOn: day("down_alarm_on"),
    downSince: day("down_since"),
    upAlarmOn: day("up_alarm_on"),
    upSince: day("up_since"),
    calibrated: boolean("calibrated").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("monitor_subject").on(t.workspaceId, t.changeId, t.revision, t.slice),
    workspacePolicy(),
  ],
);

/**
 * The evidence of a monitor at the end of a day (ln e, joined over first returns and rounds, calibrated where it can be). What
 * was known stays: later data add a row of the same day with a later `known_at`.
 */
export const monitorDay = pgTable(
  "monitor_day",
  {
    workspaceId: workspaceId(),
    monitorId: big("monitor_id").notNull(),
    day: day("day").notNull(),
    logEDown: doublePrecision("log_e_down").notNull(),
    logEUp: doublePrecision("log_e_up").notNull(),
    observed: doublePrecision("observed").notNull(),
    expected: doublePrecision("expected").notNull(),
    variance: doublePrecision("variance").notNull(),
    knownAt: moment("known_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.monitorId, t.day, t.knownAt] }), workspacePolicy()],
);

/** A change that never was, followed like one: what arms differ by without any change. Computed once per change and kept. */
export const placebo = pgTable(
  "placebo",
  {
    workspaceId: workspaceId(),
    changeId: big("change_id").notNull(),
    revision: integer("revision").notNull(),
    number: integer("number").notNull(),
    /** `earlier`: the change's scope at an earlier day 0; `elsewhere`: other stores or products. */
    kind: text("kind").$type<"earlier" | "elsewhere">().notNull(),
    day0: day("day0").notNull(),
    /** The scope it had, for "Why?". */
    scope: jsonb("scope").$type<Record<string, unknown>>().notNull(),
    exposed: integer("exposed").notNull(),
    twins: integer("twins").notNull(),
    /** Why it says nothing, or null. */
    unmeasurable: text("unmeasurable"),
    /** Per slice: weekly observed - expected and variance, of first returns and of rounds. */
    weeks: jsonb("weeks").$type<Record<string, unknown>>().notNull(),
    /** Whether an alarm would have been raised, uncalibrated: first day of each direction. */
    downAlarmOn: day("down_alarm_on"),
    upAlarmOn: day("up_alarm_on"),
    computedAt: moment("computed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.changeId, t.revision, t.number] }), workspacePolicy()],
);

/** History run day by day as if live: when each alarm would have come. */
export const replay = pgTable(
  "replay",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    fromDay: day("from_day").notNull(),
    toDay: day("to_day").notNull(),
    state: text("state").$type<"asked" | "done" | "failed">().notNull(),
    askedBy: big("asked_by"),
    askedAt: moment("asked_at").notNull(),
    doneAt: moment("done_at"),
    result: jsonb("result").$type<Record<string, unknown>>(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), workspacePolicy()],
);

/**
 * A figure with its doubt, as shown on a day. `subject` is `change:12`, `slice` is `all`, `segment:regulars`, ...;
 * `parts` holds the interval's kind, n by arm, curve points, states and all that "Why?" opens. What was shown stays: a figure that
 * moved for the same day is a row with a later `known_at`; one that did not move is not written again.
 */
export const reading = pgTable(
  "reading",
  {
    workspaceId: workspaceId(),
    method: text("method").notNull(),
    version: integer("version").notNull(),
    subject: text("subject").notNull(),
    slice: text("slice").notNull(),
    /** The change's revision; 0 where the subject is no change. */
    revision: integer("revision").notNull().default(0),
    asOf: day("as_of").notNull(),
    value: doublePrecision("value"),
    low: doublePrecision("low"),
    high: doublePrecision("high"),
    n: integer("n"),
    parts: jsonb("parts").$type<Record<string, unknown>>().notNull(),
    knownAt: moment("known_at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "reading_pk",
      columns: [t.workspaceId, t.method, t.version, t.subject, t.slice, t.revision, t.asOf, t.knownAt],
    }),
    index("reading_subject").on(t.workspaceId, t.subject, t.asOf),
    workspacePolicy(),
  ],
);
