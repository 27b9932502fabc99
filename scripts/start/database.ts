import path from "node:path";
import postgres from "postgres";
import { applicationUrl } from "../../db/application-url";
import { type EmbeddedServer, startEmbedded } from "../../db/embedded";
import type { Env } from "../../server/env";
import { checkDatabase, refuseNewer } from "./database-check";
import { Refusal } from "./refusal";

const NAME = "triptych";

export interface OpenDatabase {
  ownerUrl: string;
  appUrl: string;
  /** The server that Triptych brings, if it does. */
  embedded: EmbeddedServer | undefined;
  /** For a person: "PostgreSQL 18.4, own, in .data/postgres". */
  about: string;
  stop(): Promise<void>;
}

/** The database of DATABASE_URL, checked; or Triptych's own, started. Nothing is migrated yet. */
export async function openDatabase(env: Env, root: string): Promise<OpenDatabase> {
  return env.databaseUrl ? await openGiven(env.databaseUrl, env.databaseAppUrl) : await openEmbedded(env, root);
}

async function openGiven(ownerUrl: string, givenAppUrl: string | undefined): Promise<OpenDatabase> {
  const { version } = await checkDatabase(ownerUrl, givenAppUrl);
  const { host, pathname } = new URL(ownerUrl);
  const about = `PostgreSQL ${version} at ${host}${pathname}`;
  return { ownerUrl, appUrl: appUrlOf(ownerUrl, givenAppUrl), embedded: undefined, about, stop: async () => {} };
}

async function openEmbedded(env: Env, root: string): Promise<OpenDatabase> {
  const server = await startEmbedded({ stateFolder: env.stateFolder }).catch((error: Error) => {
    throw new Refusal(error.message);
  });
  try {
    await makeDatabase(server.url("postgres"));
    const ownerUrl = server.url(NAME);
    const place = server.home.startsWith(root) ? path.relative(root, server.home) : server.home;
    await refuseNewer(ownerUrl, place);
    const about = `PostgreSQL ${server.version.replace(/\.0-.*/, "")} of its own, in ${place}`;
    return { ownerUrl, appUrl: appUrlOf(ownerUrl, undefined), embedded: server, about, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function makeDatabase(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${NAME}`;
    if (found.length === 0) await sql.unsafe(`create database ${NAME}`);
  } finally {
    await sql.end();
  }
}

function appUrlOf(ownerUrl: string, given: string | undefined): string {
  const url = applicationUrl(ownerUrl, given);
  if (!url) throw new Refusal("DATABASE_URL has no password: set DATABASE_APP_URL to the login that pages use.");
  return url;
}
