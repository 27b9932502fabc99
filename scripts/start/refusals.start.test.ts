import { readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedServer, startEmbedded } from "../../db/embedded";
import { freePort } from "../../db/embedded/postmaster";
import { TEST_SETTINGS } from "../../db/embedded/settings";
import { migrate } from "../../db/migrate";
import { queues } from "../../server/jobs/queues";
import { newStateFolder, npmStart } from "./testing";

const serverFolder = newStateFolder();
const stateFolder = newStateFolder();
let server: EmbeddedServer;
beforeAll(async () => {
  server = await startEmbedded({ stateFolder: serverFolder, settings: TEST_SETTINGS });
});
afterAll(async () => {
  await server.stop();
  for (const folder of [serverFolder, stateFolder, server.home]) rmSync(folder, { recursive: true, force: true });
});

async function refused(settings: Record<string, string>): Promise<string> {
  const started = npmStart({ PORT: String(await freePort()), TRIPTYCH_STATE: stateFolder, ...settings });
  expect(await started.ended).toBe(1);
  expect(readdirSync(stateFolder)).toEqual([]);
  expect(started.output()).not.toMatch(/^\s+at /m);
  return started.output();
}

async function database(name: string, statement?: string): Promise<string> {
  const admin = postgres(server.url("postgres"), { max: 1 });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  const url = server.url(name);
  await migrate({ ownerUrl: url, queues });
  if (!statement) return url;
  const sql = postgres(url, { max: 1 });
  await sql.unsafe(statement);
  await sql.end();
  return url;
}

describe("npm start refuses with one sentence and exit code 1, and changes nothing", () => {
  it("a taken port", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const address = other.address();
    const port = address && typeof address === "object" ? address.port : 0;
    expect(await refused({ PORT: String(port) })).toContain(
      `Port ${port} is taken by another program: stop that, or choose another port, such as PORT=${port + 1} npm start.`,
    );
    await new Promise((resolve) => other.close(resolve));
  });
  it("a PORT that is none", async () => {
    expect(await refused({ PORT: "http" })).toContain('PORT must be a port number, not "http"');
  });
  it("a DATABASE_URL where nobody listens", async () => {
    const port = await freePort();
    expect(await refused({ DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c` })).toMatch(
      /^Nothing answers at 127\.0\.0\.1/m,
    );
  });
  it("a database from a newer Triptych, which stays as it is", async () => {
    const later = "insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)";
    expect(await refused({ DATABASE_URL: await database("newer", later) })).toMatch(
      /^The database at .* was made by a newer Triptych/m,
    );
  });
  it("a database with people's data and no AUTH_SECRET", async () => {
    const own = "insert into workspace (slug, name, currency, tz) values ('maison', 'Maison', 'EUR', 'Europe/Paris')";
    expect(await refused({ DATABASE_URL: await database("own", own) })).toMatch(/^AUTH_SECRET is not set/m);
  });
});
