import { fork } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startIdentityProvider } from "./identity-provider";

/**
 * Triptych as a stranger gets it (scripts/start.ts), with a small demo and a database of its own that are gone
 * afterwards. PORT says where; the environment's database and secret play no part. Beside it an OpenID provider, where
 * E2E_PROVIDER_PORT says.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const { PORT, E2E_PROVIDER_PORT, E2E_STATE } = process.env;
const stateFolder = E2E_STATE ?? mkdtempSync(path.join(tmpdir(), "triptych-e2e-"));
chmodSync(stateFolder, 0o755);
const callback = `http://localhost:${PORT}/api/auth/callback/oidc`;
const provider = E2E_PROVIDER_PORT ? await startIdentityProvider(Number(E2E_PROVIDER_PORT), callback) : {};

const child = fork(path.join(root, "scripts/start.ts"), [], {
  cwd: root,
  execArgv: ["--import", "tsx"],
  env: {
    TRIPTYCH_DEMO_CUSTOMERS: "3000",
    METRICS_TOKEN: "for-the-browser-tests",
    ...process.env,
    DATABASE_URL: "",
    DATABASE_APP_URL: "",
    AUTH_SECRET: "",
    AUTH_URL: "",
    ...provider,
    TRIPTYCH_STATE: stateFolder,
    npm_lifecycle_event: "",
  },
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => {
  rmSync(stateFolder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
