import { fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@/db/embedded/postmaster";
import { demoAccounts, demoPassword } from "@/server/auth/demo-accounts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs `work` beside the whole product (scripts/start.ts): production build, worker, site, a demo of 3,000 customers. */
export async function withSite<T>(databaseUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const stateFolder = mkdtempSync(path.join(tmpdir(), "triptych-bench-"));
  chmodSync(stateFolder, 0o755);
  const port = await freePort();
  const child = fork(path.join(root, "scripts/start.ts"), [], {
    cwd: root,
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      TRIPTYCH_DEMO_CUSTOMERS: "3000",
      DATABASE_URL: databaseUrl,
      DATABASE_APP_URL: "",
      AUTH_SECRET: "only for as long as the bench runs",
      AUTH_URL: "",
      PORT: String(port),
      TRIPTYCH_STATE: stateFolder,
      npm_lifecycle_event: "",
    },
  });
  const ended = once(child, "exit");
  try {
    const url = `http://localhost:${port}`;
    await Promise.race([ready(url), ended.then(() => Promise.reject(new Error("The site did not start.")))]);
    return await work(url);
  } finally {
    child.kill("SIGTERM");
    await ended;
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/ready`).catch(() => null);
    if (answer?.status === 200) return;
    await setTimeout(500);
  }
}

/** The cookies of the demo's administrator, signed in as a browser does. */
export async function signIn(url: string): Promise<string> {
  const jar = new Map<string, string>();
  const keep = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair);
    }
    return answer;
  };
  const cookie = () => [...jar.values()].join("; ");
  const { csrfToken } = (await keep(await fetch(`${url}/api/auth/csrf`)).json()) as { csrfToken: string };
  const email = demoAccounts.find(({ role }) => role === "admin")?.email ?? "";
  keep(
    await fetch(`${url}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: cookie() },
      body: new URLSearchParams({ csrfToken, email, password: demoPassword }),
    }),
  );
  if (!cookie().includes("session-token")) throw new Error("The demo's administrator could not sign in.");
  return cookie();
}
