import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { applicationUrl } from "./application-url";
import { type Connection, connect } from "./client";

export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  /** The owner's pool: migrations and the bulk verbs. */
  owner: Connection;
  /** The application's pool: under row-level security. */
  app: Connection;
  /** Closes both pools and removes the database. */
  drop(): Promise<void>;
}

/**
 * A migrated database of the caller's own, cloned from the run's template: one for a test file (`beforeAll`) or for a
 * test. `afterAll(() => database.drop())`.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const templateUrl = inject("templateUrl");
  const template = new URL(templateUrl).pathname.slice(1);
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(templateUrl, (sql) => clone(sql, name, template));
  const ownerUrl = inDatabase(templateUrl, name);
  const appUrl = applicationUrl(ownerUrl);
  if (!appUrl) throw new Error("the test server's owner has no password");
  const owner = connect(ownerUrl, { max: 4, name: "test-owner" });
  const app = connect(appUrl, { max: 4, name: "test-app" });
  const drop = async () => {
    await Promise.all([owner.close(), app.close()]);
    await onServer(templateUrl, (sql) => sql.unsafe(`drop database "${name}" with (force)`));
  };
  return { ownerUrl, appUrl, owner, app, drop };
}

/** The template's files copied as they are: a tenth of a second. The login may connect to the copy as to the original. */
async function clone(sql: postgres.Sql, name: string, template: string): Promise<void> {
  await sql.unsafe(`create database "${name}" template "${template}" strategy file_copy`);
  await sql.unsafe(`grant connect, temporary on database "${name}" to triptych_app`);
}

async function onServer(templateUrl: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(inDatabase(templateUrl, "postgres"), { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
