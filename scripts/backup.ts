import path from "node:path";
import { fileURLToPath } from "node:url";
import { readEnv } from "../server/env";
import { backUp, restore, versionOf } from "./start/backup";
import { Refusal } from "./start/refusal";

const usage = "npm run backup -- FOLDER, and npm run restore -- FOLDER";
const root = fileURLToPath(new URL("..", import.meta.url));

/** `npm run backup` and `npm run restore`: Triptych's own database, secret and uploads, as files (docs/operations.md). */
async function main([verb, folder, ...more]: string[]): Promise<void> {
  if ((verb !== "backup" && verb !== "restore") || !folder || more.length > 0)
    throw new Refusal(`Say where: ${usage}.`);
  const { databaseUrl, stateFolder } = readEnv(process.env, root);
  if (databaseUrl) throw new Refusal("DATABASE_URL names a server of your own: back it up with its pg_dump.");
  const target = path.resolve(folder);
  if (verb === "backup") await backUp(stateFolder, target);
  else restore(target, stateFolder);
  const [from, to] = verb === "backup" ? [stateFolder, target] : [target, stateFolder];
  process.stdout.write(`${from} -> ${to} (PostgreSQL ${versionOf(target)})\n`);
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
