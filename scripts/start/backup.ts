import { chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Account, serverAccount } from "../../db/embedded/account";
import { serverHome } from "../../db/embedded/home";
import { endOrphan } from "../../db/embedded/postmaster";
import { take } from "./lock";
import { Refusal } from "./refusal";

/** What belongs to a run or a place, not to what is kept. */
const passing = new Set(["running.json", "instance", "postgres"]);

/**
 * Copies all that an installation with Triptych's own database keeps (database, secret, uploads) to a folder that is not there yet.
 * Refuses while Triptych runs: files of a living database are no backup.
 */
export async function backUp(stateFolder: string, target: string): Promise<void> {
  if (!existsSync(stateFolder)) throw new Refusal(`${stateFolder} is not there: nothing to back up.`);
  if (existsSync(target)) throw new Refusal(`${target} is there already: name a folder that is not.`);
  const lock = take(stateFolder, "backup");
  try {
    const home = serverHome(stateFolder, serverAccount());
    await endOrphan(path.join(home, "data"));
    mkdirSync(target, { recursive: true, mode: 0o700 });
    for (const name of kept(stateFolder)) copy(path.join(stateFolder, name), path.join(target, name));
    copy(home, path.join(target, "postgres"));
  } finally {
    lock.release();
  }
}

/** Puts a backup back as a new installation. Refuses a state folder that holds anything: nothing is written over. */
export function restore(backup: string, stateFolder: string): void {
  if (!existsSync(path.join(backup, "postgres/data/PG_VERSION"))) {
    throw new Refusal(`${backup} is no backup of Triptych: it has no postgres/data.`);
  }
  if (existsSync(stateFolder) && readdirSync(stateFolder).length > 0) {
    throw new Refusal(`${stateFolder} is not empty: move it away, or name another folder in TRIPTYCH_STATE.`);
  }
  const account = serverAccount();
  const home = serverHome(stateFolder, account);
  copy(path.join(backup, "postgres"), home);
  if (account) own(home, account);
  for (const name of kept(backup)) copy(path.join(backup, name), path.join(stateFolder, name));
}

const kept = (folder: string) => readdirSync(folder).filter((name) => !passing.has(name));

function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

/** PostgreSQL refuses data that are not its own account's. */
function own(place: string, account: Account): void {
  chownSync(place, account.uid, account.gid);
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const inner = path.join(place, entry.name);
    if (entry.isDirectory()) own(inner, account);
    else chownSync(inner, account.uid, account.gid);
  }
}

/** The version of PostgreSQL that a backup needs, for its last word. */
export function versionOf(backup: string): string {
  return readFileSync(path.join(backup, "postgres/data/PG_VERSION"), "utf8").trim();
}
