import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

/** Days that an uploaded file may wait for somebody to import it. */
export const uploadDays = 7;

/**
 * Removes uploaded files that nobody imported or discarded, and those whose import was given up. `folder` is the one of
 * all workspaces (upload-folder.ts). Returns how many.
 */
export async function sweepUploads(folder: string, now: Date): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(nothing);
  let swept = 0;
  for (const entry of files.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const { mtimeMs } = await stat(file);
    if (now.getTime() - mtimeMs < uploadDays * 86_400_000) continue;
    await rm(file, { force: true });
    swept++;
  }
  return swept;
}

/** Nobody has uploaded anything yet. */
function nothing(error: NodeJS.ErrnoException): [] {
  if (error.code === "ENOENT") return [];
  throw error;
}
