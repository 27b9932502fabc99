import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandOf, isAlive } from "../../db/embedded/postmaster";
import { Refusal } from "./refusal";

/** Who uses the state folder just now. Kept in running.json, mode 600: it has the database's address. */
export interface Running {
  pid: number;
  /** "start" or the command's name. */
  what: string;
  address?: string;
  ownerUrl?: string;
  appUrl?: string;
}

const fileIn = (stateFolder: string) => path.join(stateFolder, "running.json");

/** The living process that uses the state folder, if there is one; a killed one leaves a file that counts for nothing. */
export function whoRuns(stateFolder: string): Running | undefined {
  const running = readLock(stateFolder);
  return running && isAlive(running.pid) && /node|tsx/.test(commandOf(running.pid)) ? running : undefined;
}

/** Whether somebody used the state folder and did not end by itself. */
export function wasKilled(stateFolder: string): boolean {
  return readLock(stateFolder) !== undefined && whoRuns(stateFolder) === undefined;
}

/** Takes the state folder for this process, or refuses in one sentence. Give it back with `release`. */
export function take(stateFolder: string, what: string): { tell(more: Partial<Running>): void; release(): void } {
  const other = whoRuns(stateFolder);
  if (other && other.pid !== process.pid) throw new Refusal(occupied(other));
  mkdirSync(stateFolder, { recursive: true, mode: 0o755 });
  let mine: Running = { pid: process.pid, what };
  const write = () => writeFileSync(fileIn(stateFolder), JSON.stringify(mine), { mode: 0o600 });
  write();
  return {
    tell(more) {
      mine = { ...mine, ...more };
      write();
    },
    release() {
      if (readLock(stateFolder)?.pid === process.pid) rmSync(fileIn(stateFolder), { force: true });
    },
  };
}

function occupied({ pid, what, address }: Running): string {
  return what === "start"
    ? `Triptych already runs from this folder (process ${pid}${address ? `, ${address}` : ""}): open it, or stop it first.`
    : `"npm run ${what}" uses this folder's database just now (process ${pid}): start again when it has ended.`;
}

function readLock(stateFolder: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(stateFolder), "utf8")) as Running;
  } catch {
    return undefined;
  }
}
