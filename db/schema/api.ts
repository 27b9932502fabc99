import { index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { big, moment, workspaceId, workspacePolicy } from "./shared";

/** What a request with an `Idempotency-Key` was answered, kept 24 hours, so that asking again changes nothing. */
export const apiRequest = pgTable(
  "api_request",
  {
    workspaceId: workspaceId(),
    keyId: big("key_id").notNull(),
    /** SHA-256 of the header. */
    token: text("token").notNull(),
    /** SHA-256 of address and body: the same header with another request is a mistake. */
    fingerprint: text("fingerprint").notNull(),
    answer: jsonb("answer").$type<Record<string, unknown>>().notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.keyId, t.token] }),
    index("api_request_at").on(t.workspaceId, t.at),
    workspacePolicy(),
  ],
);
