import { sql } from "drizzle-orm";
import { bigint, date, integer, pgPolicy, pgRole, timestamp } from "drizzle-orm/pg-core";

/** The login of pages and jobs: owns nothing, bypasses nothing. */
export const applicationRole = pgRole("triptych_app").existing();

/** The policy that every table with a `workspace_id` carries (db/schema.db.test.ts walks the catalogue). */
export function workspacePolicy() {
  return pgPolicy("workspace_only", {
    to: applicationRole,
    using: sql`workspace_id = nullif(current_setting('app.workspace_id', true), '')::int`,
    withCheck: sql`workspace_id = nullif(current_setting('app.workspace_id', true), '')::int`,
  });
}

export const workspaceId = () => integer("workspace_id").notNull();
export const big = (name: string) => bigint(name, { mode: "number" });
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const day = (name: string) => date(name, { mode: "string" });
