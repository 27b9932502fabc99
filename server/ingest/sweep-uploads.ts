import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { gone } from "./gone";

/** Days that an uploaded file may wait for somebody to import it. */
export const uploadDays = 7;

/**
 * Removes uploaded files that nobody imported or discarded, and those whose import was given up. `folder` is the one of
 * all workspaces (upload-folder.ts). Returns how many.
 */
export async function sweepUploads(folder: string, now: Date): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(gone);
  let swept = 0;
  for (const entry of (files ?? []).filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const found = await stat(file).catch(gone);
    if (!found || now.getTime() - found.mtimeMs < uploadDays * 86_400_000) continue;
    await rm(file, { force: true });
    swept++;
  }
  return swept;
}
