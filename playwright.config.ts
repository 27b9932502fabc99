import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { freePort } from "./db/embedded/postmaster";
import { findChromium } from "./scripts/browser";

const { executablePath, args, env } = await findChromium();
// Workers read this file again and must find the same address: they inherit the environment.
process.env.E2E_PORT ??= String(await freePort());
if (!process.env.E2E_URL) {
  process.env.E2E_PROVIDER_PORT ??= String(await freePort());
  process.env.E2E_STATE ??= mkdtempSync(path.join(tmpdir(), "triptych-e2e-"));
}
const baseURL = process.env.E2E_URL ?? `http://localhost:${process.env.E2E_PORT}`;

const looking = /(accessibility|home|security|without-javascript)\.spec\.ts$/;

/** Against the production build on a small demo of its own (e2e/serve.ts), or against E2E_URL. No retries, no fixed waits. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    channel: undefined,
    baseURL,
    trace: "retain-on-failure",
    launchOptions: { executablePath, args, env: { ...(process.env as Record<string, string>), ...env } },
  },
  projects: [
    { name: "sessions", testMatch: "*.setup.ts" },
    // What only looks comes first: the journeys change what there is to see.
    { name: "looking", testMatch: looking, dependencies: ["sessions"] },
    { name: "acting", testIgnore: looking, dependencies: ["looking"] },
  ],
  webServer: process.env.E2E_URL
    ? undefined
    : {
        command: "exec node --import tsx e2e/serve.ts",
        url: `${baseURL}/api/ready`,
        env: { PORT: process.env.E2E_PORT },
        timeout: 300_000,
        stdout: "pipe",
        gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
      },
});
