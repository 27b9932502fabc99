import { fileURLToPath } from "node:url";
import { migrate } from "../../db/migrate";
import { readEnv } from "../../server/env";
import { queues } from "../../server/jobs/queues";
import { openDatabase } from "./database";
import { type Ending, makeEnding } from "./ending";
import { take, whoRuns } from "./lock";
import { Refusal } from "./refusal";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface UsedDatabase {
  ownerUrl: string;
  appUrl: string;
  stateFolder: string;
  /** True where a running Triptych lends its database: its worker takes the jobs. */
  lent: boolean;
}

/**
 * The database for a command (`npm run import`, `npm run demo`): that of DATABASE_URL, that of the Triptych running in
 * this folder, or else Triptych's own, started for as long as the command runs. Migrated. What fails in one sentence
 * ends the process with exit code 1; Ctrl-C stops what was started.
 */
export async function useDatabase(command: string, work: (database: UsedDatabase) => Promise<void>): Promise<void> {
  const ending = makeEnding();
  try {
    await work(await open(command, ending));
    await ending.end(0);
  } catch (error) {
    ending.fail(error);
  }
}

async function open(command: string, ending: Ending): Promise<UsedDatabase> {
  const env = readEnv(process.env, root);
  const { stateFolder } = env;
  const running = env.databaseUrl ? undefined : whoRuns(stateFolder);
  if (running?.what === "start") {
    const { ownerUrl, appUrl } = running;
    if (!ownerUrl || !appUrl)
      throw new Refusal("Triptych is just starting in this folder: run the command again when it is open.");
    return { ownerUrl, appUrl, stateFolder, lent: true };
  }
  if (!env.databaseUrl) ending.add(take(stateFolder, command).release);
  const database = await openDatabase(env, root);
  ending.add(database.stop);
  await migrate({ ownerUrl: database.ownerUrl, queues });
  return { ownerUrl: database.ownerUrl, appUrl: database.appUrl, stateFolder, lent: false };
}
