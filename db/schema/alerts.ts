import { bigserial, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { big, day, moment, workspaceId, workspacePolicy } from "./shared";

export type AlertState = "new" | "taken" | "acting" | "watching" | "closed";

export const alert = pgTable(
  "alert",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    /** `change:12:down`: duplicates fold into one. */
    dedupeKey: text("dedupe_key").notNull(),
    kind: text("kind").$type<"change">().notNull(),
    changeId: big("change_id").notNull(),
    state: text("state").$type<AlertState>().notNull(),
    ownerId: big("owner_id"),
    snoozeUntil: day("snooze_until"),
    snoozeReason: text("snooze_reason"),
    /** The figures the alarm was raised with, and tonight's. */
    evidence: jsonb("evidence").$type<Record<string, unknown>>().notNull(),
    raisedOn: day("raised_on").notNull(),
    sinceOn: day("since_on"),
    weakenedOn: day("weakened_on"),
    raisedAt: moment("raised_at").notNull(),
    closedAs: text("closed_as"),
    closedReason: text("closed_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("alert_dedupe").on(t.workspaceId, t.dedupeKey),
    workspacePolicy(),
  ],
);

/** Comments and transitions of alerts and changes (`subject` is `alert:3`, `change:12`). */
export const history = pgTable(
  "history",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    subject: text("subject").notNull(),
    kind: text("kind").$type<"comment" | "transition" | "edit">().notNull(),
    by: big("by"),
    at: moment("at").notNull(),
    body: text("body"),
    data: jsonb("data").$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("history_subject").on(t.workspaceId, t.subject),
    workspacePolicy(),
  ],
);
