import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { queues } from "../server/jobs/queues";
import { startEmbedded } from "./embedded";
import { EMBEDDED_VERSIONS, type EmbeddedVersion } from "./embedded/binaries";
import { endOrphan, isAlive } from "./embedded/postmaster";
import { TEST_SETTINGS } from "./embedded/settings";
import { migrate } from "./migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Owner's URL of the database every test database is cloned from. */
    templateUrl: string;
  }
}

const PREFIX = "triptych-test-";
const TEMPLATE = "triptych_template";

/**
 * Vitest global setup: one PostgreSQL for the run, of the version in TRIPTYCH_PG (18 unless told), with one migrated
 * database that tests clone (db/testing.ts). Everything is gone afterwards.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const stateFolder = mkdtempSync(path.join(tmpdir(), PREFIX));
  chmodSync(stateFolder, 0o755);
  writeFileSync(path.join(stateFolder, "runner"), String(process.pid));
  const server = await startEmbedded({ stateFolder, version: askedVersion(), settings: TEST_SETTINGS });
  const end = async () => {
    await server.stop();
    rmSync(stateFolder, { recursive: true, force: true });
    rmSync(server.home, { recursive: true, force: true });
  };
  try {
    const admin = postgres(server.url("postgres"), { max: 1 });
    await admin.unsafe(`create database ${TEMPLATE}`);
    await admin.end();
    await migrate({ ownerUrl: server.url(TEMPLATE), queues });
  } catch (error) {
    await end();
    throw error;
  }
  project.provide("templateUrl", server.url(TEMPLATE));
  return end;
}

/** Ends and removes the servers of runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const runner = path.join(folder, "runner");
    if (!existsSync(runner) || isAlive(Number(readFileSync(runner, "utf8")))) continue;
    await endOrphan(path.join(folder, "postgres/data"));
    rmSync(folder, { recursive: true, force: true });
  }
}

function askedVersion(): EmbeddedVersion {
  const asked = process.env.TRIPTYCH_PG ?? "18";
  if (asked in EMBEDDED_VERSIONS) return asked as EmbeddedVersion;
  throw new Error(`TRIPTYCH_PG is "${asked}": there is ${Object.keys(EMBEDDED_VERSIONS).join(" and ")}.`);
}
