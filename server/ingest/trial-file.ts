import { readFile, rename, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { dryRun } from "./dry-run";
import { triedShown } from "./schema";
import { trialPath } from "./upload-folder";

type Told = Awaited<ReturnType<typeof dryRun>>;

const kept = z.object({ mapping: z.record(z.string(), z.unknown()), told: triedShown });

/**
 * Keeps what trying an upload said, beside the uploaded file: it quotes rows, and goes when the file goes. Nothing of it
 * is in the database.
 */
export async function keepTrial(upload: string, trial: { mapping: unknown; told: Told }): Promise<void> {
  const path = trialPath(upload);
  await writeFile(`${path}.part`, JSON.stringify(trial), { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** What trying an upload with this mapping said; null while it has not been tried with it. */
export async function readTrial(upload: string, mapping: unknown): Promise<z.output<typeof triedShown> | null> {
  try {
    const trial = kept.parse(JSON.parse(await readFile(trialPath(upload), "utf8")));
    return isDeepStrictEqual(trial.mapping, mapping) ? trial.told : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
