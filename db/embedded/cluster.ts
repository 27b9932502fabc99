import { spawnSync } from "node:child_process";
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Account } from "./account";
import type { Binaries } from "./binaries";
import { serverEnvironment } from "./environment";
import { configurationFile } from "./settings";

/** The login that owns everything in an embedded server. */
export const OWNER = "triptych";

export interface Cluster {
  binaries: Binaries;
  account: Account | undefined;
  /** folder of this server: data/, password, port, start.log */
  home: string;
}

export const dataFolder = ({ home }: Cluster) => path.join(home, "data");

/**
 * Makes the data folder if there is none (UTF8, builtin C.UTF-8; decision D19) and writes the settings. Made beside and
 * renamed: a run cut short leaves nothing that looks finished.
 */
export function prepareCluster(cluster: Cluster, settings: Record<string, string>, makePassword: () => string): void {
  const data = dataFolder(cluster);
  if (!existsSync(data)) initialise(cluster, makePassword);
  const major = readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
  if (cluster.binaries.version.split(".")[0] !== major) {
    throw new Error(
      `${data} was made by PostgreSQL ${major} and this Triptych brings ${cluster.binaries.version}: run the Triptych that made it, or move that folder away to start anew.`,
    );
  }
  const file = path.join(data, "triptych.conf");
  writeFileSync(file, configurationFile(settings), { mode: 0o600 });
  own(file, cluster.account);
}

/** The owner's password, made with the data folder and kept beside it. */
export function ownerPassword({ home }: Cluster): string {
  return readFileSync(path.join(home, "password"), "utf8").trim();
}

function initialise(cluster: Cluster, makePassword: () => string): void {
  const { home, account, binaries } = cluster;
  for (const name of readdirSync(home)) {
    if (name.startsWith("data.new")) rmSync(path.join(home, name), { recursive: true, force: true });
  }
  const fresh = path.join(home, "data.new");
  const passwordFile = path.join(home, "password");
  writeFileSync(passwordFile, makePassword(), { mode: 0o600 });
  own(passwordFile, account);
  const locale = binaries.version.startsWith("15.")
    ? ["--locale=C.UTF-8"]
    : ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const words = [`--pgdata=${fresh}`, `--username=${OWNER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const result = spawnSync(binaries.initdb, [...words, "--encoding=UTF8", "--text-search-config=simple", ...locale], {
    ...account,
    cwd: home,
    env: serverEnvironment(),
    encoding: "utf8",
  });
  if (result.status !== 0) {
    const said = (result.stderr || String(result.error ?? result.stdout)).trim().split("\n").at(-1);
    throw new Error(`PostgreSQL's data folder ${fresh} could not be made: ${said}`);
  }
  writeFileSync(path.join(fresh, "postgresql.conf"), "include_if_exists = 'triptych.conf'\n", { flag: "a" });
  renameSync(fresh, dataFolder(cluster));
}

function own(file: string, account: Account | undefined): void {
  if (account) chownSync(file, account.uid, account.gid);
}
