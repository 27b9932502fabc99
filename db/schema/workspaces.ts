import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  serial,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { applicationRole, big, day, moment, workspaceId, workspacePolicy } from "./shared";

export const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** One brand. Settings hold what methods.md calls "a setting"; `server/workspaces/settings.ts` parses them. */
export const workspace = pgTable(
  "workspace",
  {
    id: serial("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    currency: text("currency").notNull(),
    tz: text("tz").notNull(),
    dayStartsAt: integer("day_starts_at").notNull().default(0),
    pinnedDay: day("pinned_day"),
    alpha: doublePrecision("alpha").notNull().default(0.05),
    minGroup: integer("min_group").notNull().default(10),
    marginRate: doublePrecision("margin_rate"),
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull().default({}),
    demo: boolean("demo").notNull().default(false),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("workspace_slug").on(t.slug),
    pgPolicy("workspace_only", {
      to: applicationRole,
      using: sql`id = nullif(current_setting('app.workspace_id', true), '')::int`,
      withCheck: sql`id = nullif(current_setting('app.workspace_id', true), '')::int`,
    }),
  ],
);

/** The key of the identity hashes. Only the owner login reads it. */
export const workspaceSecret = pgTable(
  "workspace_secret",
  { workspaceId: workspaceId().primaryKey(), identityKey: bytea("identity_key").notNull() },
  () => [workspacePolicy()],
);

/** Accounts stand beside workspaces; the application login reaches them only through definer functions. */
export const userAccount = pgTable(
  "user_account",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    emailKey: text("email_key").notNull(),
    name: text("name").notNull(),
    passwordHash: text("password_hash"),
    /** Who vouches for the account where it signs in by OpenID Connect. */
    oidcIssuer: text("oidc_issuer"),
    oidcSubject: text("oidc_subject"),
    locale: text("locale"),
    theme: text("theme"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("user_account_email_key").on(t.emailKey),
    uniqueIndex("user_account_oidc").on(t.oidcIssuer, t.oidcSubject),
  ],
);

export const member = pgTable(
  "member",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    userId: big("user_id").notNull(),
    role: text("role").$type<"executive" | "ops" | "marketer" | "admin">().notNull(),
    seesPeople: boolean("sees_people").notNull().default(false),
    revokedAt: moment("revoked_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("member_user").on(t.workspaceId, t.userId),
    workspacePolicy(),
  ],
);

/** Somebody was asked to become a member; the link holds a token of which only the hash is kept. */
export const invitation = pgTable(
  "invitation",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    emailKey: text("email_key").notNull(),
    role: text("role").$type<"executive" | "ops" | "marketer" | "admin">().notNull(),
    seesPeople: boolean("sees_people").notNull().default(false),
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: big("invited_by"),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    acceptedAt: moment("accepted_at"),
    revokedAt: moment("revoked_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), workspacePolicy()],
);

/** A key for machines. Only the SHA-256 of its secret is kept; `scopes` are actions of the permission table (D17). */
export const apiKey = pgTable(
  "api_key",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    name: text("name").notNull(),
    /** The first characters, to tell keys apart. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique(),
    scopes: text("scopes").array().notNull(),
    createdBy: big("created_by"),
    createdAt: moment("created_at").notNull(),
    lastUsedAt: moment("last_used_at"),
    revokedAt: moment("revoked_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), workspacePolicy()],
);

/** Ids and values, never names of customers. The application may insert and select, nothing else. */
export const auditEvent = pgTable(
  "audit_event",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    at: moment("at").notNull(),
    actor: text("actor").notNull(),
    userId: big("user_id"),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("audit_event_subject").on(t.workspaceId, t.subject),
    workspacePolicy(),
  ],
);

/** What a job has done so far; survives a restart, and pages show it. */
export const jobRun = pgTable(
  "job_run",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    job: text("job").notNull(),
    /** The id of the job in the queue. */
    queueId: text("queue_id"),
    subject: text("subject").notNull(),
    state: text("state").$type<"queued" | "running" | "done" | "failed">().notNull(),
    step: text("step"),
    done: big("done").notNull().default(0),
    total: big("total"),
    /** Rows read or written that the step counts as its work. */
    rows: big("rows"),
    counts: jsonb("counts").$type<Record<string, number>>(),
    /** The workspace's today when it began. */
    day: day("day"),
    /** The run that began the chain of which this is a step; its own id where it is the first. */
    rootId: big("root_id"),
    tries: integer("tries").notNull().default(0),
    error: text("error"),
    queuedAt: moment("queued_at").notNull(),
    startedAt: moment("started_at"),
    heartbeatAt: moment("heartbeat_at"),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("job_run_subject").on(t.workspaceId, t.subject),
    index("job_run_root").on(t.workspaceId, t.rootId),
    workspacePolicy(),
  ],
);
