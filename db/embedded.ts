import { randomBytes } from "node:crypto";
import { statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { serverAccount } from "./embedded/account";
import { type EmbeddedVersion, findBinaries } from "./embedded/binaries";
import { OWNER, ownerPassword, prepareCluster } from "./embedded/cluster";
import { SYSTEM_FOLDER, serverHome } from "./embedded/home";
import { type Postmaster, startPostmaster } from "./embedded/postmaster";
import { type Machine, productSettings } from "./embedded/settings";

export interface EmbeddedOptions {
  /** Folder that keeps the server's data (or, as root, the name of the system folder that does). */
  stateFolder: string;
  version?: EmbeddedVersion;
  /** Settings that replace those chosen for this machine. */
  settings?: Record<string, string>;
}

export interface EmbeddedServer extends Postmaster {
  /** e.g. 18.4.0-beta.17 */
  version: string;
  home: string;
  /** Connection URL of the owner for one database of this server. */
  url(database: string): string;
}

/**
 * A PostgreSQL of our own from the npm registry, on 127.0.0.1 only: made if it is new, recovered if it was killed.
 * The caller stops it. Throws one sentence that says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const account = serverAccount();
  const binaries = findBinaries(options.version ?? "18", account, SYSTEM_FOLDER);
  const cluster = { binaries, account, home: serverHome(options.stateFolder, account) };
  const settings = { ...productSettings(thisMachine()), ...options.settings };
  prepareCluster(cluster, settings, () => randomBytes(24).toString("hex"));
  const postmaster = await startPostmaster(cluster);
  const login = `${OWNER}:${ownerPassword(cluster)}`;
  return {
    ...postmaster,
    version: binaries.version,
    home: cluster.home,
    url: (database) => `postgres://${login}@127.0.0.1:${postmaster.port}/${database}`,
  };
}

function thisMachine(): Machine {
  const limit = process.constrainedMemory();
  const memory = limit > 0 && limit < totalmem() ? limit : totalmem();
  return { memory, cpus: availableParallelism(), sharedMemoryFolder: folderSize("/dev/shm") };
}

function folderSize(folder: string): number {
  try {
    const { blocks, bsize } = statfsSync(folder);
    return blocks * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
