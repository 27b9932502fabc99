import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Started {
  process: ChildProcess;
  /** All that it printed so far. */
  output(): string;
  /** Resolves when the output matches; rejects with the output when it ends before. */
  says(pattern: RegExp): Promise<string>;
  /** Exit code, once everything it started has let go of its output. */
  ended: Promise<number | null>;
}

/** A folder for one installation, which the account that runs PostgreSQL can enter. */
export function newStateFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "triptych-start-"));
  chmodSync(folder, 0o755);
  return folder;
}

/** `npm start` as a person types it, with only these settings, in a process group of its own. */
export function npmStart(settings: Record<string, string>): Started {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV|DATABASE_|AUTH_|TRIPTYCH_)/.test(name)),
  );
  const child = spawn("npm", ["start"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...inherited,
      NODE_ENV: undefined,
      TRIPTYCH_DEMO_CUSTOMERS: "300",
      ...settings,
    } as unknown as NodeJS.ProcessEnv,
  });
  let heard = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      heard += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const says = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(heard);
        if (match) resolve(match[0]);
      };
      listeners.add(look);
      void ended.then(() => reject(new Error(`ended without saying ${pattern}:\n${heard}`)));
      look();
    });
  return { process: child, output: () => heard, says, ended };
}
