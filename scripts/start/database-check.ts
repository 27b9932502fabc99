import postgres from "postgres";
import { applicationLogin, applicationUrl } from "../../db/application-url";
import { migrationState } from "../../db/migrate";
import { Refusal } from "./refusal";

const OLDEST = 150_000;

interface Facts {
  version: number;
  versionText: string;
  encoding: string;
  standby: boolean;
  canCreate: boolean;
  canMakeRoles: boolean;
  hasLogin: boolean;
  strangeTables: number;
}

/**
 * Whether Triptych can run on this database, before anything is changed in it: reachable, PostgreSQL 15 or newer,
 * UTF8, not from a newer Triptych, nobody else's, and both logins there or makeable. Refuses in one sentence.
 */
export async function checkDatabase(ownerUrl: string, givenAppUrl: string | undefined): Promise<{ version: string }> {
  const where = place(ownerUrl, "DATABASE_URL");
  const facts = await ask(ownerUrl, "DATABASE_URL", where, readFacts);
  const sentence = unfitSentence(facts, where);
  if (sentence) throw new Refusal(sentence);
  await checkMigrations(ownerUrl, where, facts);
  await checkApplicationLogin(ownerUrl, givenAppUrl, where, facts);
  return { version: facts.versionText };
}

/** Why this PostgreSQL cannot hold Triptych, if it cannot; pure. */
export function unfitSentence(facts: Pick<Facts, "version" | "versionText" | "encoding" | "standby">, where: string) {
  if (facts.version < OLDEST) {
    return `The PostgreSQL at ${where} is version ${facts.versionText} and Triptych needs 15 or newer: upgrade it, or set DATABASE_URL to another.`;
  }
  if (facts.encoding !== "UTF8") {
    return `The database at ${where} is encoded in ${facts.encoding} and Triptych keeps UTF8: make another with createdb --encoding=UTF8 --template=template0.`;
  }
  if (facts.standby)
    return `The PostgreSQL at ${where} is a standby that takes no writes: set DATABASE_URL to its primary.`;
  return undefined;
}

/** Also asked of the embedded database: one left by a newer Triptych is not touched. */
export async function refuseNewer(ownerUrl: string, where: string): Promise<"empty" | "behind" | "current"> {
  const state = await migrationState(ownerUrl);
  if (state.kind === "newer") {
    throw new Refusal(
      `The database at ${where} was made by a newer Triptych (${state.count} ${state.count === 1 ? "migration" : "migrations"} unknown here): update this copy of Triptych, or set DATABASE_URL to another database.`,
    );
  }
  return state.kind;
}

async function checkMigrations(ownerUrl: string, where: string, facts: Facts): Promise<void> {
  const state = await refuseNewer(ownerUrl, where);
  if (state === "empty" && facts.strangeTables > 0) {
    throw new Refusal(
      `The database at ${where} holds ${facts.strangeTables} ${facts.strangeTables === 1 ? "table" : "tables"} of something else: make an empty one for Triptych (createdb triptych) and set DATABASE_URL to it.`,
    );
  }
  if (state !== "current" && !facts.canCreate) {
    throw new Refusal(
      `The login of DATABASE_URL may not create schemas in the database at ${where}: make it the database's owner (alter database … owner to …).`,
    );
  }
}

async function checkApplicationLogin(ownerUrl: string, given: string | undefined, where: string, facts: Facts) {
  const appUrl = applicationUrl(ownerUrl, given);
  if (!facts.hasLogin && (!facts.canMakeRoles || !appUrl)) {
    throw new Refusal(
      `The login of DATABASE_URL may not make the login that pages use: run "create role ${applicationLogin} login password '…'" as an administrator and set DATABASE_APP_URL to postgres://${applicationLogin}:…@${where}.`,
    );
  }
  if (!appUrl) {
    throw new Refusal(
      `DATABASE_URL has no password to derive the one of ${applicationLogin} from: set DATABASE_APP_URL to postgres://${applicationLogin}:…@${where}.`,
    );
  }
  if (given && new URL(given).username !== applicationLogin) {
    throw new Refusal(`DATABASE_APP_URL must sign in as ${applicationLogin}, the login that owns no table: change it.`);
  }
  if (!facts.hasLogin) return;
  try {
    await ask(appUrl, "DATABASE_APP_URL", place(appUrl, "DATABASE_APP_URL"), (sql) => sql`select 1`);
  } catch (error) {
    if (given) throw error;
    throw new Refusal(
      `The login ${applicationLogin} is there already with a password of its own: set DATABASE_APP_URL to postgres://${applicationLogin}:…@${where}.`,
    );
  }
}

async function readFacts(sql: postgres.Sql): Promise<Facts> {
  const [facts] = await sql<Facts[]>`
    select current_setting('server_version_num')::int as version,
      split_part(current_setting('server_version'), ' ', 1) as "versionText",
      current_setting('server_encoding') as encoding,
      pg_is_in_recovery() as standby,
      has_database_privilege(current_database(), 'CREATE') as "canCreate",
      (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "canMakeRoles",
      exists (select 1 from pg_roles where rolname = ${applicationLogin}) as "hasLogin",
      (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p')
          and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')) as "strangeTables"`;
  if (!facts) throw new Error("a select without a table returns one row");
  return facts;
}

async function ask<T>(url: string, variable: string, where: string, question: (sql: postgres.Sql) => PromiseLike<T>) {
  const sql = postgres(url, { max: 1, connect_timeout: 8, onnotice: () => {} });
  try {
    return await question(sql);
  } catch (error) {
    throw new Refusal(connectionSentence(error, variable, where, url));
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The sentence for a connection that failed; pure. `where` is host, port and database without the password. */
export function connectionSentence(error: unknown, variable: string, where: string, url: string): string {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const { hostname, port, username, pathname } = new URL(url);
  const host = `${hostname}:${port || 5432}`;
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${variable} names the host "${hostname}", which cannot be found: correct it or the network's name service.`;
    case "ECONNREFUSED":
      return `Nothing answers at ${host}, where ${variable} points: start that PostgreSQL, or correct the host and port.`;
    case "CONNECT_TIMEOUT":
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `${host}, where ${variable} points, does not answer in time: check the network and firewall, or correct the host.`;
    case "28P01":
    case "28000":
      return `PostgreSQL at ${host} refuses the login "${decodeURIComponent(username)}" of ${variable}: correct its name and password (special characters percent-encoded).`;
    case "3D000":
      return `There is no database "${decodeURIComponent(pathname.slice(1))}" at ${host}: make it (createdb) or correct ${variable}.`;
    default:
      return `The database at ${where} cannot be used (${message || code}): correct ${variable} or that PostgreSQL, then start again.`;
  }
}

function place(url: string, variable: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || !parsed.hostname) {
    throw new Refusal(
      `${variable} is not the address of a PostgreSQL: write it as postgres://user:password@host:5432/database.`,
    );
  }
  return `${parsed.hostname}:${parsed.port || 5432}${parsed.pathname}`;
}
