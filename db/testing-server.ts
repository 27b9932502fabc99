import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { queues } from "../server/jobs/queues";
import { startEmbedded } from "./embedded";
import { EMBEDDED_VERSIONS, type EmbeddedVersion } from "./embedded/binaries";
import { TEST_SETTINGS } from "./embedded/settings";
import { migrate } from "./migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Owner's URL of the database every test database is cloned from. */
    templateUrl: string;
  }
}

const TEMPLATE = "triptych_template";

/**
 * Vitest global setup: one PostgreSQL for the run, of the version in TRIPTYCH_PG (18 unless told), with one migrated
 * database that tests clone (db/testing.ts). Everything is gone afterwards.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateFolder = mkdtempSync(path.join(tmpdir(), "triptych-test-"));
  chmodSync(stateFolder, 0o755);
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

function askedVersion(): EmbeddedVersion {
  const asked = process.env.TRIPTYCH_PG ?? "18";
  if (asked in EMBEDDED_VERSIONS) return asked as EmbeddedVersion;
  throw new Error(`TRIPTYCH_PG is "${asked}": there is ${Object.keys(EMBEDDED_VERSIONS).join(" and ")}.`);
}
