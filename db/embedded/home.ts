import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Account, accountCan } from "./account";

/** Where programs and data go when the project's folder cannot be entered by the account PostgreSQL runs as. */
export const SYSTEM_FOLDER = "/var/lib/triptych";

/**
 * The folder of the embedded server: `postgres` under the state folder or, where `account` cannot work there, a folder
 * under SYSTEM_FOLDER whose name is kept in the state folder, so that removing the latter starts anew.
 */
export function serverHome(stateFolder: string, account: Account | undefined): string {
  mkdirSync(stateFolder, { recursive: true, mode: 0o755 });
  const near = path.join(stateFolder, "postgres");
  if (!account) return made(near, account);
  const elsewhere = path.join(stateFolder, "instance");
  if (!existsSync(elsewhere)) {
    const home = made(near, account);
    if (accountCan(account, ["sh", "-c", 'test -w "$0"', home])) return home;
    rmSync(home, { recursive: true, force: true });
    writeFileSync(elsewhere, randomBytes(6).toString("hex"));
  }
  mkdirSync(SYSTEM_FOLDER, { recursive: true });
  chmodSync(SYSTEM_FOLDER, 0o755);
  return made(path.join(SYSTEM_FOLDER, readFileSync(elsewhere, "utf8").trim()), account);
}

function made(folder: string, account: Account | undefined): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}
