import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded } from "@/db/embedded";

export interface BenchServer {
  /** Owner's URL of a database that is there for making others. */
  ownerUrl: string;
  /** e.g. 18.4 */
  version: string;
}

/**
 * Runs `work` with a PostgreSQL of its own, with the settings that the product ships, which is stopped and removed
 * afterwards. Ctrl-C or SIGTERM stops it at once: the measuring then fails, and clears up behind itself.
 */
export async function withServer<T>(work: (server: BenchServer) => Promise<T>): Promise<T> {
  const stateFolder = mkdtempSync(path.join(tmpdir(), "triptych-bench-"));
  chmodSync(stateFolder, 0o755);
  const server = await startEmbedded({ stateFolder });
  const stop = () => void server.stop();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  try {
    return await work({ ownerUrl: server.url("postgres"), version: server.version.replace(/\.0-.*/, "") });
  } finally {
    await server.stop();
    for (const folder of [server.home, stateFolder]) rmSync(folder, { recursive: true, force: true });
  }
}
