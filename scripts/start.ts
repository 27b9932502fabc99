import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { type Installation, readInstallation } from "../db/installation";
import { CannotMakeLogin, migrate, migrationState } from "../db/migrate";
import { type Env, readEnv } from "../server/env";
import { queues } from "../server/jobs/queues";
import { takeAddress } from "./start/address";
import { buildIsFresh, buildSite } from "./start/build";
import { firstWord, forkScript, keep } from "./start/children";
import { type OpenDatabase, openDatabase } from "./start/database";
import { ensureDemo } from "./start/demo";
import { makeEnding } from "./start/ending";
import { keepSite, prepareSite } from "./start/keep-site";
import { take, wasKilled } from "./start/lock";
import { Refusal } from "./start/refusal";
import { authSecret } from "./start/secret";
import { makeSteps } from "./start/steps";
import { welcome } from "./start/welcome";

const root = fileURLToPath(new URL("..", import.meta.url));
const dev = process.argv.includes("--dev");
const ending = makeEnding();
const steps = makeSteps(7, process.stdout, () => performance.now());

/** From an installed tree to a site that answers. What was started last is ended first; nothing is changed before all is checked. */
async function main(): Promise<void> {
  const env = readEnvironment();
  step("dependencies", "up to date");

  steps.begin("address");
  const address = await takeAddress(env.port, wasKilled(env.stateFolder), steps.current);
  ending.add(address.close);
  const lock = take(env.stateFolder, "start");
  ending.add(lock.release);
  steps.end(address.url);

  steps.begin("database");
  const database = await openDatabase(env, root);
  ending.add(database.stop);
  lock.tell({ address: address.url, ownerUrl: database.ownerUrl, appUrl: database.appUrl });
  const installation = await installationOf(database.ownerUrl);
  const embedded = database.embedded !== undefined;
  const secret = authSecret(env.authSecret, { stateFolder: env.stateFolder, embedded, installation });
  steps.end(database.about);

  steps.begin("site");
  steps.end(await ensureBuild());

  steps.begin("schema");
  await migrateOrRefuse(database);
  steps.end("up to date");

  // Once real workspaces stand beside the demo, its accounts are no longer offered on the sign-in page.
  const isDemo = installation.ownWorkspaces === 0;
  const childEnv = environmentOfChildren(env, database, { secret, port: address.port, isDemo });
  const siteEnv = { ...childEnv, DATABASE_URL: "" };
  const loading = prepareSite(root, siteEnv, dev);
  steps.begin("demo");
  steps.end(await ensureDemo(root, childEnv, ending, steps.progress));

  steps.begin("worker");
  const worker = await keep("worker", () => startWorker(childEnv), ending.fail);
  ending.add(worker.stop);
  steps.end("ready");

  const site = await keepSite(address, () => prepareSite(root, siteEnv, dev), loading, steps.current, ending);
  ending.add(site.stop);
  const { demo } = await installationOf(database.ownerUrl);
  process.stdout.write(welcome(address.url, demo !== "none"));
}

function step(name: string, result: string): void {
  steps.begin(name);
  steps.end(result);
}

function readEnvironment(): Env {
  try {
    return readEnv(process.env, root);
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

async function ensureBuild(): Promise<string> {
  if (dev) return "compiled page by page (development)";
  if (buildIsFresh(root)) return "production build is up to date";
  steps.progress("making the production build");
  await buildSite(root, (line) => steps.progress(line), ending.signal);
  return "production build made";
}

async function installationOf(ownerUrl: string): Promise<Installation> {
  if ((await migrationState(ownerUrl)).kind === "empty") return { ownWorkspaces: 0, demo: "none", worker: false };
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    return await readInstallation(sql);
  } finally {
    await sql.end();
  }
}

async function migrateOrRefuse({ ownerUrl }: OpenDatabase): Promise<void> {
  try {
    await migrate({ ownerUrl, queues });
  } catch (error) {
    if (!(error instanceof CannotMakeLogin)) throw error;
    throw new Refusal(
      "The login of DATABASE_URL could not make the login triptych_app: have an administrator make it and set DATABASE_APP_URL.",
    );
  }
}

async function startWorker(env: NodeJS.ProcessEnv) {
  const child = forkScript(root, "worker", { env });
  await firstWord(child, "worker");
  return child;
}

/** What worker and site are told; nothing else of ours reaches them. */
function environmentOfChildren(
  env: Env,
  database: OpenDatabase,
  { secret, port, isDemo }: { secret: string; port: number; isDemo: boolean },
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: database.ownerUrl,
    DATABASE_APP_URL: database.appUrl,
    AUTH_SECRET: secret,
    AUTH_TRUST_HOST: "true",
    PORT: String(port),
    TRIPTYCH_DEMO: isDemo ? "1" : "",
    TRIPTYCH_STATE: env.stateFolder,
    TRIPTYCH_POSTMASTER: database.embedded ? String(database.embedded.pid) : "",
  };
}

main().catch(ending.fail);
