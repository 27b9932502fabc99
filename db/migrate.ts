import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import PgBoss from "pg-boss";
import postgres from "postgres";
import { applicationLogin, applicationPassword } from "./application-url";
import { queueDatabase } from "./queue";

const folder = join(dirname(fileURLToPath(import.meta.url)), "migrations");

interface Journal {
  entries: { when: number; tag: string }[];
}

export type MigrationState =
  | { kind: "empty" }
  | { kind: "behind" }
  | { kind: "current" }
  | { kind: "newer"; count: number };

export class CannotMakeLogin extends Error {}

/** Compares the database with this version's migrations; changes nothing. */
export async function migrationState(ownerUrl: string): Promise<MigrationState> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const [present] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as yes`;
    if (!present?.yes) return { kind: "empty" };
    const applied = await sql<{ at: string }[]>`select created_at::text as at from drizzle.__drizzle_migrations`;
    const known = new Set(journal().entries.map((e) => e.when));
    const unknown = applied.filter((a) => !known.has(Number(a.at))).length;
    if (unknown > 0) return { kind: "newer", count: unknown };
    return applied.length < known.size ? { kind: "behind" } : { kind: "current" };
  } finally {
    await sql.end();
  }
}

/**
 * Brings a database up to date as its owner: the application login, the migrations, the queues.
 * Idempotent. Throws CannotMakeLogin where the owner may not create the login and it does not exist.
 */
export async function migrate(options: { ownerUrl: string; queues: readonly string[] }): Promise<void> {
  const sql = postgres(options.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(7041967)`;
    await makeLogin(sql, applicationPassword(options.ownerUrl));
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
    await makeQueues(sql, options.queues);
  } finally {
    await sql.end();
  }
}

async function makeLogin(sql: postgres.Sql, password: string | null): Promise<void> {
  const [found] = await sql`select 1 from pg_roles where rolname = ${applicationLogin}`;
  if (!found) {
    if (password === null) throw new CannotMakeLogin();
    try {
      await sql.unsafe(`create role ${applicationLogin} login password '${password}' nosuperuser nobypassrls`);
    } catch (error) {
      if (error instanceof postgres.PostgresError && ["42501", "42710"].includes(error.code))
        throw new CannotMakeLogin();
      throw error;
    }
  }
  const [{ name } = { name: "" }] = await sql<{ name: string }[]>`select current_database() as name`;
  await sql.unsafe(`grant connect, temporary on database "${name.replaceAll('"', '""')}" to ${applicationLogin}`);
}

async function makeQueues(sql: postgres.Sql, queues: readonly string[]): Promise<void> {
  const boss = new PgBoss({ db: queueDatabase(sql), supervise: false, schedule: false });
  boss.on("error", () => {});
  await boss.start();
  for (const queue of queues) {
    if ((await boss.getQueue(queue)) === null) await boss.createQueue(queue, { name: queue, policy: "standard" });
  }
  await boss.stop({ graceful: false, wait: false });
  await sql.unsafe(`
    grant usage on schema pgboss to ${applicationLogin};
    grant select, insert, update, delete on all tables in schema pgboss to ${applicationLogin};
    grant execute on all functions in schema pgboss to ${applicationLogin};
  `);
}

function journal(): Journal {
  return JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8")) as Journal;
}
