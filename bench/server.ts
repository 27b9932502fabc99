import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded } from "@/db/embedded";

export interface BenchServer {
  /** Owner's URL of a database that is there for making others. */
  ownerUrl: string;
  /** Whether what it holds is used again. */
  keep: boolean;
  /** e.g. 18.4 */
  version: string;
}

/**
 * Runs `work` with a PostgreSQL of its own, with the settings that the product ships, which is stopped and removed
 * afterwards; one in the folder `keep` stays there, and is used again. Ctrl-C or SIGTERM stops it at once: the measuring then fails, clears up behind itself, and the exit code is 130.
 */
export async function withServer(work: (server: BenchServer) => Promise<void>, keep?: string): Promise<void> {
  const stateFolder = keep ?? mkdtempSync(path.join(tmpdir(), "triptych-bench-"));
  mkdirSync(stateFolder, { recursive: true });
  chmodSync(stateFolder, 0o755);
  const server = await startEmbedded({ stateFolder });
  let stopped = false;
  const stop = () => {
    stopped = true;
    void server.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  try {
    await work({
      ownerUrl: server.url("postgres"),
      version: server.version.replace(/\.0-.*/, ""),
      keep: keep !== undefined,
    });
  } catch (error) {
    if (!stopped) throw error;
    process.stderr.write("Stopped.\n");
    process.exitCode = 130;
  } finally {
    await server.stop();
    if (keep === undefined)
      for (const folder of [server.home, stateFolder]) rmSync(folder, { recursive: true, force: true });
  }
}
