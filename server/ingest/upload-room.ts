import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { env } from "../env";
import { Limit } from "../errors";
import { gone } from "./gone";

/** Files and their bytes that wait to be imported, or may, in one workspace. */
export interface Waiting {
  files: number;
  bytes: number;
}

const MB = 1024 ** 2;

/** What may wait where somebody uploads a file on the page; requests of machines lie in the same folder and count. */
export function mostUploads(): Waiting {
  return { files: 200, bytes: env().uploadsMb * MB };
}

/**
 * Bytes that may still come into a workspace's folder of uploads, those that are coming included. Throws Limit where what is
 * there and what is coming is more than may wait; files being written count as far as they are.
 */
export async function roomIn(folder: string, most: Waiting, coming: Waiting): Promise<number> {
  const there = await waitingIn(folder);
  if (there.files + coming.files > most.files) throw new Limit("ingest.tooManyWait", { files: there.files }, "file");
  if (there.bytes + coming.bytes > most.bytes) throw noRoom(most);
  return most.bytes - there.bytes;
}

/** A file that does not fit beside those that wait. */
export function noRoom(most: Waiting): Limit {
  return new Limit("ingest.noRoom", { max: Math.floor(most.bytes / MB) }, "file");
}

/** What trying a file said lies beside it, under the file's name and a suffix: its bytes count, it is no file that waits. */
async function waitingIn(folder: string): Promise<Waiting> {
  const names = (await readdir(folder).catch(gone)) ?? [];
  const found = await Promise.all(names.map((name) => stat(path.join(folder, name)).catch(gone)));
  return {
    files: names.filter((name) => !name.includes(".")).length,
    bytes: found.reduce((sum, one) => sum + (one?.isFile() ? one.size : 0), 0),
  };
}
